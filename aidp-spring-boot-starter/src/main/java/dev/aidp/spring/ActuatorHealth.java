package dev.aidp.spring;

import dev.aidp.Aidp;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health indicator of Spring Boot 3. */
record ActuatorHealth(Aidp aidp, AidpWorker worker) implements HealthIndicator {

  @Override
  public Health health() {
    AidpHealth now = AidpHealth.of(aidp, worker);
    return (now.up() ? Health.up() : Health.down()).withDetails(now.details()).build();
  }
}
