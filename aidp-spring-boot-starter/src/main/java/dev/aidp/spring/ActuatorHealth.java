package dev.aidp.spring;

import dev.aidp.Aidp;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health indicator of Spring Boot 3. */
final class ActuatorHealth implements HealthIndicator {

  private final Aidp aidp;
  private final AidpWorker worker;

  ActuatorHealth(Aidp aidp, AidpWorker worker) {
    this.aidp = aidp;
    this.worker = worker;
  }

  @Override
  public Health health() {
    AidpHealth now = AidpHealth.of(aidp, worker);
    return (now.up() ? Health.up() : Health.down()).withDetails(now.details()).build();
  }
}
