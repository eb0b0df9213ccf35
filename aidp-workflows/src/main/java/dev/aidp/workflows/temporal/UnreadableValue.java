package dev.aidp.workflows.temporal;

import dev.aidp.failure.AidpException;
import dev.aidp.workflows.wire.Wire;
import io.temporal.common.converter.DataConverterException;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * A value that cannot be read. A step that is given one has failed for good, and a message with one
 * is not heard; a workflow waits for a program that can read it, unless the value is {@link
 * Refused}.
 */
class UnreadableValue extends DataConverterException {

  private static final long serialVersionUID = 1L;

  /** The value itself says that it cannot be so: no other program will think otherwise. */
  static final class Refused extends UnreadableValue {

    private static final long serialVersionUID = 1L;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private UnreadableValue(String message, Throwable cause) {
    super(message, cause);
  }

  static UnreadableValue of(Type type, DataConverterException thrown) {
    RuntimeException why = Wire.unreadable(type, thrown);
    String message = String.valueOf(why.getMessage());
    return why instanceof AidpException
        ? new Refused(message, thrown)
        : new UnreadableValue(message, thrown);
  }

  /** Returns the names by which failures of this kind are known on the server. */
  static String[] names() {
    return new String[] {
      DataConverterException.class.getName(),
      UnreadableValue.class.getName(),
      Refused.class.getName()
    };
  }

  static boolean named(String name) {
    return Arrays.asList(names()).contains(name);
  }
}
