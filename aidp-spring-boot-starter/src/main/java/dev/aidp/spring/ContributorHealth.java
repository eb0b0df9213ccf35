package dev.aidp.spring;

import dev.aidp.Aidp;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health indicator of Spring Boot 4. */
final class ContributorHealth implements HealthIndicator {

  private final Aidp aidp;
  private final AidpWorker worker;

  ContributorHealth(Aidp aidp, AidpWorker worker) {
    this.aidp = aidp;
    this.worker = worker;
  }

  @Override
  public Health health() {
    AidpHealth now = AidpHealth.of(aidp, worker);
    return (now.up() ? Health.up() : Health.down()).withDetails(now.details()).build();
  }
}
