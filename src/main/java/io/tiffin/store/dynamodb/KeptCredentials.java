package io.tiffin.store.dynamodb;

import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Credentials that are fetched beside the calls that need them. The SDK fetches and renews on the
 * thread of whoever asks; here that is a call that is interrupted at its deadline, so credentials
 * that take longer than a deadline, such as a token changed for them over the network, would never
 * be had. Thread-safe.
 */
final class KeptCredentials implements AwsCredentialsProvider {

  /**
   * How often the provider is asked again. Chosen: it answers from memory until a minute or more
   * before they expire.
   */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final AwsCredentialsProvider provider;
  private final Executor executor;
  private final Ticker ticker;
  private @Nullable AwsCredentials kept;
  private boolean isUnderWay;
  private CompletableFuture<AwsCredentials> fetching = new CompletableFuture<>(); // the latest
  private long askedAt;

  /**
   * @param executor where the provider is asked; what it takes there is nobody's waiting
   */
  KeptCredentials(AwsCredentialsProvider provider, Executor executor, Ticker ticker) {
    this.provider = provider;
    this.executor = executor;
    this.ticker = ticker;
  }

  /** Those that are at hand; waits for the first ones, and can be interrupted. */
  @Override
  public AwsCredentials resolveCredentials() {
    CompletableFuture<AwsCredentials> awaited;
    synchronized (this) {
      if (!isUnderWay && (kept == null || isOld())) {
        fetch();
      }
      if (kept != null) {
        return kept;
      }
      awaited = fetching;
    }
    return await(awaited);
  }

  private void fetch() {
    askedAt = ticker.nanos();
    isUnderWay = true;
    fetching = CompletableFuture.supplyAsync(provider::resolveCredentials, executor);
    var _ = fetching.whenComplete(this::keep);
  }

  private boolean isOld() {
    return ticker.nanos() - askedAt > FRESH.toNanos();
  }

  /** What is kept stays where the provider has failed: the service says when it is no good. */
  private synchronized void keep(@Nullable AwsCredentials fetched, @Nullable Throwable failure) {
    isUnderWay = false;
    if (failure == null) {
      kept = fetched;
    }
  }

  private static AwsCredentials await(CompletableFuture<AwsCredentials> credentials) {
    try {
      return credentials.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted before there were credentials", e);
    } catch (ExecutionException e) {
      Throwable cause = Table.causeOf(e);
      throw SdkClientException.create("no credentials: " + cause.getMessage(), cause);
    }
  }
}
