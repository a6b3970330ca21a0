package io.tiffin.benchmark;

import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.ServerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Which HTTP client DynamoDB's SDK gets, and how one key is asked for: reads of one of 200 items of
 * 300 bytes by GetItem and by BatchGetItem, and of all of 30 by BatchGetItem, by 1 and by 16
 * callers on virtual threads, from DynamoDB Local on this machine. All in one run, three rounds in
 * turn, the best counts; what differs is the client, the server being the same.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.DynamoDbClientBenchmark -Dbenchmark=2
 * </pre>
 *
 * The argument is how many seconds each measurement takes.
 */
final class DynamoDbClientBenchmark {

  private static final String TABLE = "tiffin";
  private static final int ITEMS = 200;
  private static final int BATCH = 30;
  private static final int ROUNDS = 3;
  private static final int[] CALLERS = {1, 16};

  private final Duration measuring;
  private final DynamoDbClient apache5;
  private final DynamoDbClient urlConnection;

  private DynamoDbClientBenchmark(Duration measuring, int port) {
    this.measuring = measuring;
    apache5 = client(port, Apache5HttpClient.builder().maxConnections(64));
    urlConnection = client(port, UrlConnectionHttpClient.builder());
  }

  public static void main(String[] arguments) throws Exception {
    try (ServerProcess server = DynamoDbLocal.start()) {
      var benchmark =
          new DynamoDbClientBenchmark(
              Duration.ofSeconds(Long.parseLong(arguments[0])), server.port());
      benchmark.fill();
      for (int callers : CALLERS) {
        benchmark.compare(callers);
      }
    }
  }

  private void compare(int callers) throws Exception {
    double[] best = new double[5];
    for (int round = 0; round < ROUNDS; round++) {
      keep(best, 0, rate(callers, i -> get(apache5, i)));
      keep(best, 1, rate(callers, i -> get(urlConnection, i)));
      keep(best, 2, rate(callers, i -> batch(apache5, i, BATCH)));
      keep(best, 3, rate(callers, i -> batch(urlConnection, i, BATCH)));
      keep(best, 4, rate(callers, i -> batch(apache5, i, 1)));
    }
    System.out.printf(
        "%2d callers: GetItem apache5 %,7.0f/s, url-connection %,7.0f/s, ratio %.2f%n",
        callers, best[0], best[1], best[0] / best[1]);
    System.out.printf(
        "            BatchGetItem of %d apache5 %,7.0f/s, url-connection %,7.0f/s, ratio %.2f%n",
        BATCH, best[2], best[3], best[2] / best[3]);
    System.out.printf(
        "            one key: GetItem ÷ BatchGetItem %.2f (%,.0f/s)%n", best[0] / best[4], best[4]);
  }

  private static void keep(double[] best, int index, double rate) {
    best[index] = Math.max(best[index], rate);
  }

  private static void get(DynamoDbClient client, int i) {
    var answer = client.getItem(request -> request.tableName(TABLE).key(key(i)));
    require(answer.hasItem());
  }

  private static void batch(DynamoDbClient client, int first, int size) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .keys(
                IntStream.range(first, first + size)
                    .mapToObj(DynamoDbClientBenchmark::key)
                    .toList())
            .build();
    var answer = client.batchGetItem(request -> request.requestItems(Map.of(TABLE, keys)));
    require(answer.responses().get(TABLE).size() == size);
  }

  private double rate(int callers, Read read) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int offset = caller;
        counts.add(
            threads.submit(() -> {
              int done = 0;
              while (System.nanoTime() - begun < measuring.toNanos()) {
                read.run((offset * 7 + done++) % (ITEMS - BATCH));
              }
              return done;
            }));
      }
      long total = 0;
      for (Future<Integer> count : counts) {
        total += count.get();
      }
      return total / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private void fill() {
    var _ =
        apache5.createTable(request ->
            request
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("k")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build()));
    for (int i = 0; i < ITEMS; i++) {
      Map<String, AttributeValue> item =
          Map.of(
              "k", AttributeValue.fromS("restaurant_live/r-" + i),
              "r", AttributeValue.fromN("1"),
              "e", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[300])));
      var _ = apache5.putItem(request -> request.tableName(TABLE).item(item));
    }
  }

  private static Map<String, AttributeValue> key(int i) {
    return Map.of("k", AttributeValue.fromS("restaurant_live/r-" + i));
  }

  private static DynamoDbClient client(int port, SdkHttpClient.Builder<?> http) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClientBuilder(http)
        .build();
  }

  private static void require(boolean answered) {
    if (!answered) {
      throw new IllegalStateException("not what was stored");
    }
  }

  private interface Read {
    void run(int i);
  }
}
