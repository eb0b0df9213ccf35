package com.example.shop;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;

import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.junit.AidpRuntime;
import dev.aidp.testkit.junit.AidpTest;
import dev.aidp.testkit.junit.EachEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as a whole, in the repository and with the agent of the test kit. */
@AidpTest
@Timeout(300)
class ShopTest {

  @EachEngine
  void a_change_is_made_once_it_is_green(AidpRuntime aidp) {
    aidp.agent().coder("loop", 1, Act.writes("loop.txt", "draft"));
    try (ConfigurableApplicationContext context = started(aidp)) {

      context.getBean(Shop.Changes.class).made("Write it.");
    }

    assertThat(aidp.ended(aidp.aidp().run("change")))
        .endedGreen()
        .after(2)
        .prompted("2 tests red");
  }

  private static ConfigurableApplicationContext started(AidpRuntime aidp) {
    List<String> settings = new ArrayList<>();
    settings.add("--aidp.repository=" + aidp.repository().top());
    settings.add("--aidp.settings.agent.command=" + aidp.agent().command());
    settings.add(
        "--aidp.settings.checks.done=! grep draft loop.txt || { echo 2 tests red; exit 1; }");
    settings.add("--aidp.settings.engine=" + aidp.engine().wireName());
    if (!aidp.target().isEmpty()) {
      settings.add("--aidp.settings.temporal.target=" + aidp.target());
    }
    return SpringApplication.run(Shop.class, settings.toArray(String[]::new));
  }
}
