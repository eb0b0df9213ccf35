package dev.aidp.runtime.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;

/** Whether the server says that there is no such run; it says so in several ways. */
final class NotFound {

  private NotFound() {}

  static boolean is(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return !String.valueOf(status.getStatus().getDescription()).startsWith("Namespace ");
      }
    }
    return thrown instanceof WorkflowNotFoundException;
  }
}
