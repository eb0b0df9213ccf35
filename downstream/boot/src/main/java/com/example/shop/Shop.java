package com.example.shop;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Service;

/** An application that has small changes made. */
@SpringBootApplication(proxyBeanMethods = false)
public class Shop {

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** What its controllers would call. */
  @Service
  public static class Changes {

    private final Aidp aidp;

    public Changes(Aidp aidp) {
      this.aidp = aidp;
    }

    /** Has {@code text} done, and waits for it. */
    public RunView made(String text) {
      return aidp.start(WorkLoopRequest.of(text), StartOptions.id("change")).ended().join();
    }
  }
}
