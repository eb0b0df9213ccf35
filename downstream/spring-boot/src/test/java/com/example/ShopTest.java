package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.cfg.PackageVersion;
import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

class ShopTest {

  @Test
  void work_is_done_in_the_repository(@TempDir Path repository) throws Exception {
    sh(repository, "git init -q && git -c user.name=T -c user.email=t@example.org commit -q --allow-empty -m begin");
    try (ConfigurableApplicationContext shop =
        SpringApplication.run(Shop.class, "--aidp.repository=" + repository)) {
      RunView made = shop.getBean(Shop.Exports.class).add();

      assertThat(made.state()).as("%s", made).isEqualTo(RunState.COMPLETED);
    }
    sh(repository, "git show aidp/export:export.csv | grep -q made");
  }

  @Test
  void a_unit_test_needs_no_repository() {
    Aidp aidp = mock(Aidp.class);
    RunHandle run = mock(RunHandle.class);
    when(aidp.start(any(RunRequest.class), any(StartOptions.class))).thenReturn(run);
    when(run.ended()).thenReturn(CompletableFuture.completedFuture(null));

    assertThat(new Shop.Exports(aidp).add()).isNull();
  }

  @Test
  void spring_boot_says_which_versions_there_are() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot"));
    assertThat(PackageVersion.VERSION.toString()).isEqualTo(System.getProperty("jackson"));
  }

  private static void sh(Path folder, String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(new File(folder.toString()))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).as(script).isZero();
  }
}
