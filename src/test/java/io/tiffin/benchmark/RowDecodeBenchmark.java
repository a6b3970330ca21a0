package io.tiffin.benchmark;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.PackedValues;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads rows of 40 numeric features, a tenth of them null, as a look-up does: the body is checked,
 * then every feature is read into an array by its slot. 1,024 rows are read in turn, so that
 * neither a row's bytes nor its nulls can be foreseen. {@code withTexts} has four texts of 12 bytes
 * beside them.
 *
 * <p>Budget: less than 1 µs and at most one allocation, the reading itself, per row. Run: {@code
 * ./mvnw -Pbench test -Dbenchmark="RowDecodeBenchmark -prof gc"}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RowDecodeBenchmark {

  private static final int FEATURES = 40;
  private static final int TEXTS = 4;
  private static final int ROWS = 1_024;
  private static final FeatureType[] TYPES = {
    FeatureType.DOUBLE, FeatureType.INT64, FeatureType.FLOAT, FeatureType.INT32, FeatureType.BOOLEAN
  };

  private final double[] numbers = new double[FEATURES];
  private final RowCodec numeric = RowCodec.of(view(0));
  private final RowCodec mixed = RowCodec.of(view(TEXTS));
  private final byte[][] numericBodies = new byte[ROWS][];
  private final byte[][] mixedBodies = new byte[ROWS][];
  private int next;

  @Setup
  public void pack() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    for (int row = 0; row < ROWS; row++) {
      numericBodies[row] = numeric.write(values(0, random));
      mixedBodies[row] = mixed.write(values(TEXTS, random));
    }
  }

  @Benchmark
  public double[] numbers() {
    next = (next + 1) % ROWS;
    return read(numeric, numericBodies[next]);
  }

  @Benchmark
  public double[] withTexts() {
    next = (next + 1) % ROWS;
    return read(mixed, mixedBodies[next]);
  }

  private double[] read(RowCodec codec, byte[] body) {
    if (codec.read(body) instanceof PackedValues values) {
      for (int slot = 0; slot < FEATURES; slot++) {
        numbers[slot] = values.number(slot);
      }
    }
    return numbers;
  }

  private static Object[] values(int texts, RandomGenerator random) {
    Object[] values = new Object[FEATURES + texts];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = random.nextInt(10) == 0 ? null : value(slot, random);
    }
    return values;
  }

  private static Object value(int slot, RandomGenerator random) {
    if (slot >= FEATURES) {
      return "%012d".formatted(random.nextInt(1 << 30));
    }
    return TYPES[slot % TYPES.length] == FeatureType.BOOLEAN
        ? random.nextBoolean()
        : random.nextInt(100_000);
  }

  private static FeatureView view(int texts) {
    List<Feature> features = new ArrayList<>();
    for (int slot = 0; slot < FEATURES + texts; slot++) {
      FeatureType type = slot < FEATURES ? TYPES[slot % TYPES.length] : FeatureType.STRING;
      features.add(
          new Feature(
              new FeatureName("v", "f" + slot),
              type,
              "",
              null,
              null,
              new Origin.Load(),
              Duration.ofDays(1),
              ""));
    }
    return new FeatureView(
        "v", EntityType.RESTAURANT, ViewKind.LOADED, Duration.ofDays(1), null, List.of(), features);
  }
}
