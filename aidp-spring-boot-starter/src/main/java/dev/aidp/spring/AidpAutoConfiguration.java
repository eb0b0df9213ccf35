package dev.aidp.spring;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.AgentProvider;
import dev.aidp.temporal.TemporalConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.temporal.client.WorkflowClient;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes an {@link Aidp} of the properties {@code aidp.*} and of what the application has: its
 * workflows, activities, agents and checks, and its {@link WorkflowClient}. Each bean gives way to
 * one of the application's own.
 */
@AutoConfiguration(
    afterName = {
      "io.temporal.spring.boot.autoconfigure.RootNamespaceAutoConfiguration",
      "io.temporal.spring.boot.autoconfigure.NonRootNamespaceAutoConfiguration"
    })
@ConditionalOnProperty(name = "aidp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AidpProperties.class)
public class AidpAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Extensions aidpExtensions(ListableBeanFactory beans, AidpProperties properties) {
    Extensions found = new FoundExtensions(beans).extensions();
    String name = properties.application();
    return name == null ? found : found.named(name);
  }

  @Bean
  SaidSettings aidpSettings(AidpProperties properties, Extensions extensions) {
    return SaidSettings.read(properties, extensions);
  }

  @Bean
  @ConditionalOnMissingBean
  AidpOptions aidpOptions(SaidSettings settings, ObjectProvider<WorkflowClient> clients) {
    AidpOptions options = settings.options();
    WorkflowClient client = settings.service() ? null : clients.getIfUnique();
    return client == null ? options : options.with(TemporalConnection.of(client));
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Aidp aidp(
      AidpProperties properties,
      AidpOptions options,
      Extensions extensions,
      SaidSettings settings) {
    AgentProvider[] declared = settings.config().providers().toArray(AgentProvider[]::new);
    return Aidp.open(properties.repository(), options, extensions.provider(declared));
  }

  @Bean
  AidpWorker aidpWorker(Aidp aidp, AidpOptions options, AidpProperties properties) {
    return new AidpWorker(aidp, options.runs().engine(), properties);
  }

  @Bean
  Totals aidpTotals() {
    return new Totals();
  }

  @Bean
  RunWatch aidpWatch(Aidp aidp, Totals totals, AidpProperties properties) {
    return new RunWatch(aidp, properties.watch(), List.of(totals, new RunLog()));
  }

  /** Where Micrometer is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Meters {

    @Bean
    MeterBinder aidpMeters(RunWatch watch, Totals totals, Aidp aidp) {
      return new AidpMeters(watch, totals, aidp);
    }
  }

  /** Where the actuator of Spring Boot 3 is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  @ConditionalOnProperty(name = "management.health.aidp.enabled", matchIfMissing = true)
  static class HealthOfBoot3 {

    @Bean
    ActuatorHealth aidpHealthIndicator(Aidp aidp, AidpWorker worker) {
      return new ActuatorHealth(aidp, worker);
    }
  }

  /** Where the health of Spring Boot 4 is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  @ConditionalOnProperty(name = "management.health.aidp.enabled", matchIfMissing = true)
  static class HealthOfBoot4 {

    @Bean
    ContributorHealth aidpHealthIndicator(Aidp aidp, AidpWorker worker) {
      return new ContributorHealth(aidp, worker);
    }
  }
}
