package dev.aidp.runtime.nativeengine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** A logger that now and then says nothing. */
final class SilentLogger {

  private SilentLogger() {}

  /** Returns {@code logger}, of which nothing is heard while {@code silent} holds. */
  static Logger of(Logger logger, BooleanSupplier silent) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (self, method, args) -> {
              try {
                return method.invoke(silent.getAsBoolean() ? NOPLogger.NOP_LOGGER : logger, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
