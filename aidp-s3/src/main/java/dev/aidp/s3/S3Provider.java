package dev.aidp.s3;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.artifact.ObjectStoreProvider;
import java.net.URI;

/** Opens {@code s3://BUCKET/PREFIX?endpoint=URL&region=NAME&path_style=true}. */
public final class S3Provider implements ObjectStoreProvider {

  /** For the service loader. */
  public S3Provider() {}

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public ObjectStore open(URI address) {
    S3Address at = S3Address.of(address);
    return new S3Objects(at.client(), at);
  }
}
