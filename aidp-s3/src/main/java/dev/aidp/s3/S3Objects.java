package dev.aidp.s3;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A part of a bucket. */
final class S3Objects implements ObjectStore {

  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private static final String NO_KEY = "NoSuchKey";

  private final S3Client client;
  private final S3Address address;

  S3Objects(S3Client client, S3Address address) {
    this.client = client;
    this.address = address;
  }

  @Override
  public String shown() {
    return address.toString();
  }

  private String key(String key) {
    return address.prefix() + key;
  }

  @Override
  public void demand() throws IOException {
    var unused =
        asked(
            () ->
                client.listObjectsV2(
                    list -> list.bucket(address.bucket()).prefix(address.prefix()).maxKeys(1)));
  }

  @Override
  public boolean has(String key) throws IOException {
    return asked(
        () -> {
          try {
            var unused = client.headObject(head -> head.bucket(address.bucket()).key(key(key)));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) { // which says nothing more: it has no body
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<InputStream> open(String key) throws IOException {
    return asked(
        () -> {
          try {
            return Optional.of(client.getObject(get -> get.bucket(address.bucket()).key(key(key))));
          } catch (S3Exception e) {
            if (code(e).equals(NO_KEY)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void put(String key, Path file) throws IOException {
    var unused =
        asked(
            () ->
                client.putObject(
                    put -> put.bucket(address.bucket()).key(key(key)), RequestBody.fromFile(file)));
  }

  @Override
  public List<String> keys(String folder) throws IOException {
    return asked(
        () ->
            client
                .listObjectsV2Paginator(list -> list.bucket(address.bucket()).prefix(key(folder)))
                .contents()
                .stream()
                .map(each -> each.key().substring(address.prefix().length()))
                .toList());
  }

  @Override
  public void remove(String key) throws IOException {
    var unused =
        asked(() -> client.deleteObject(remove -> remove.bucket(address.bucket()).key(key(key))));
  }

  private <T> T asked(Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (S3Exception e) {
      int status = e.statusCode();
      if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY) {
        throw new IOException(said(e), e);
      }
      throw refused(said(e), e);
    } catch (AbortedException | ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
      throw new IOException(e.getMessage(), e);
    } catch (SdkClientException e) {
      if (e.getCause() instanceof IOException) {
        throw new IOException(e.getMessage(), e);
      }
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private UnusableException refused(String said, Exception why) {
    return new UnusableException(
        "The bucket %s is not to be used: %s".formatted(shown(), said),
        "See that it is there, and that this host has credentials (AWS_ACCESS_KEY_ID…, AWS_PROFILE)"
            + " that may s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject in it.",
        why);
  }

  private static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static String said(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return "%s (%d %s)"
        .formatted(message == null ? e.getMessage() : message, e.statusCode(), code(e));
  }
}
