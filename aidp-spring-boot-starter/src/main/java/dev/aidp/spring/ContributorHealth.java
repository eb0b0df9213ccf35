package dev.aidp.spring;

import dev.aidp.Aidp;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health indicator of Spring Boot 4. */
record ContributorHealth(Aidp aidp, AidpWorker worker) implements HealthIndicator {

  @Override
  public Health health() {
    AidpHealth now = AidpHealth.of(aidp, worker);
    return (now.up() ? Health.up() : Health.down()).withDetails(now.details()).build();
  }
}
