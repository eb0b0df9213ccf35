package dev.aidp.runtime.temporal;

import dev.aidp.failure.UsageException;
import dev.aidp.workflows.temporal.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes our search attributes known to a server, once; runs do without them where that is not
 * allowed.
 */
final class SearchAttributeNames {

  private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeNames.class);
  private static final int SECONDS = 2;

  private SearchAttributeNames() {}

  /**
   * Returns whether the server knew all of them already; what was added now takes effect for later
   * runs.
   */
  static boolean known(ServiceConnection connection) {
    OperatorServiceStubs stubs =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(connection.calls().getRawChannel())
                .setGrpcMetadataProviders(
                    connection.calls().getOptions().getGrpcMetadataProviders())
                .setHeaders(connection.calls().getOptions().getHeaders())
                .validateAndBuildWithDefaults());
    try {
      OperatorServiceBlockingStub operator =
          stubs.blockingStub().withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
      List<String> missing = new ArrayList<>(RunAttributes.names());
      missing.removeAll(
          operator
              .listSearchAttributes(
                  ListSearchAttributesRequest.newBuilder()
                      .setNamespace(connection.namespace())
                      .build())
              .getCustomAttributesMap()
              .keySet());
      if (!missing.isEmpty()) {
        add(operator, connection.namespace(), missing);
      }
      return missing.isEmpty();
    } catch (StatusRuntimeException e) {
      LOG.debug("Runs will not be found by search attributes: {}", e.getMessage());
      return false;
    }
  }

  /** Returns what to throw where a start was refused, perhaps for one of {@code names}. */
  static RuntimeException unknown(RuntimeException refused, Set<String> names) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        String said = String.valueOf(status.getStatus().getDescription());
        return names.stream()
            .filter(said::contains)
            .findFirst()
            .<RuntimeException>map(
                name ->
                    new UsageException(
                        "The Temporal service does not take the search attribute '%s': %s."
                            .formatted(name, said),
                        name,
                        remedy(name)))
            .orElse(refused);
      }
    }
    return refused;
  }

  /** Returns how {@code name} is made known. */
  static String remedy(String name) {
    return "Make it known: temporal operator search-attribute create --type Keyword --name " + name;
  }

  private static void add(
      OperatorServiceBlockingStub operator, String namespace, List<String> names) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    names.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    operator.addSearchAttributes(request.build());
  }
}
