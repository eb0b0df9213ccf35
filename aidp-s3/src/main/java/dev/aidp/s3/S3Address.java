package dev.aidp.s3;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Where a bucket is. What is not said, the SDK takes from where all programs for AWS take it:
 * {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, {@code AWS_PROFILE} and so on; credentials
 * always.
 *
 * @param bucket its name
 * @param prefix what all keys begin with: nothing, or a path that ends with {@code /}
 * @param endpoint the server's URL, or null
 * @param region of the bucket, or null
 * @param pathStyle whether the bucket stands in the path of URLs, not in their host's name
 */
record S3Address(
    String bucket,
    String prefix,
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyle) {

  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "region";
  private static final String PATH_STYLE = "path_style";
  private static final Set<String> KNOWN = Set.of(ENDPOINT, REGION, PATH_STYLE);

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  static S3Address of(URI address) {
    String bucket = address.getRawAuthority();
    if (bucket == null || !bucket.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "it is s3://BUCKET/PREFIX, and credentials are AWS's own business.");
    }
    Map<String, String> said = said(address.getRawQuery());
    String endpoint = said.get(ENDPOINT);
    String path = address.getPath().replaceAll("^/+|/+$", "");
    return new S3Address(
        bucket,
        path.isEmpty() ? "" : path + "/",
        endpoint == null ? null : server(endpoint),
        said.get(REGION),
        Boolean.parseBoolean(said.getOrDefault(PATH_STYLE, "" + (endpoint != null))));
  }

  private static URI server(String endpoint) {
    URI server = URI.create(endpoint);
    if (!endpoint.matches("https?://.+") || server.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "its endpoint is http://HOST:PORT or https://HOST, and credentials are AWS's own business.");
    }
    return server;
  }

  private static Map<String, String> said(@Nullable String query) {
    Map<String, String> said = new LinkedHashMap<>();
    for (String each : query == null ? new String[0] : query.split("&", -1)) {
      String[] words = each.split("=", 2);
      if (words.length < 2 || !KNOWN.contains(words[0])) {
        throw new IllegalArgumentException(
            "behind the ? stand endpoint=URL, region=NAME and path_style=true, parted by &.");
      }
      said.put(words[0], URLDecoder.decode(words[1], StandardCharsets.UTF_8));
    }
    return said;
  }

  /** Returns what reaches it. */
  S3Client client() {
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE))
            .forcePathStyle(pathStyle)
            // Not all servers know AWS's own; who reads compares the SHA-256.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    if (region != null || endpoint != null && System.getenv("AWS_REGION") == null) {
      client.region(Region.of(Objects.requireNonNullElse(region, "us-east-1")));
    }
    try {
      return client.build();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(e.getMessage() + " Say ?region=NAME, or AWS_REGION.", e);
    }
  }

  @Override
  public String toString() {
    return "s3://%s/%s%s".formatted(bucket, prefix, endpoint == null ? "" : " at " + endpoint);
  }
}
