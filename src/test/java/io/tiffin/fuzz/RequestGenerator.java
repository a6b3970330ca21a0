package io.tiffin.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that a document leads to: valid ones, ones that break one rule of it, and hostile ones.
 * The same seed and number give the same request.
 */
final class RequestGenerator {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final byte[] EMPTY = {};

  /** Of a thousand requests of operations that take seconds if they are asked rightly. Chosen. */
  private static final int HEAVY = 3;

  private static final String[] NEVER_NUMBERS = {
    "NaN", "Infinity", "-Infinity", "0x10", "1e", "--1", "a", "1_0", "true", "1,5", "9".repeat(400)
  };

  private final List<ApiOperation> operations;
  private final Schemas schemas;
  private final ValidValues values;
  private final HostileHttp hostile;
  private final String key;
  private final long seed;

  /**
   * @param key of a caller who may do everything
   * @param now what valid times are near to
   */
  RequestGenerator(ApiDocument document, String key, long seed, Instant now) {
    operations = document.operations();
    schemas = document.schemas();
    values = new ValidValues(schemas, now);
    hostile = new HostileHttp(key);
    this.key = key;
    this.seed = seed;
  }

  FuzzRequest request(long number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_000_007L + number);
    ApiOperation operation = operations.get(random.nextInt(operations.size()));
    return switch (random.nextInt(10)) {
      case 0, 1 -> valid(operation, false, random);
      case 2, 3, 4 -> brokenBody(valid(operation, true, random), random);
      case 5, 6 -> brokenParameter(valid(operation, true, random), random);
      default -> hostile.damaged(valid(operation, false, random), random);
    };
  }

  /**
   * @param only whether nothing else may be wrong with it, such as a name that is unknown
   */
  private FuzzRequest valid(ApiOperation operation, boolean only, SplittableRandom random) {
    List<String> headers = new ArrayList<>(List.of("Host: localhost", "X-API-Key: " + key));
    List<String> query = new ArrayList<>();
    String target = operation.path();
    boolean asked = !operation.isHeavy() || random.nextInt(1000) < HEAVY;
    for (ApiParameter parameter : operation.parameters()) {
      boolean given = parameter.required() || random.nextInt(3) == 0;
      String value = value(parameter, only, asked, random);
      switch (parameter.in()) {
        case "path" -> target = target.replace("{" + parameter.name() + "}", encoded(value));
        case "query" -> {
          if (given) {
            query.add(parameter.name() + "=" + encoded(value));
          }
        }
        default -> {
          if (given) {
            headers.add(parameter.name() + ": " + value);
          }
        }
      }
    }
    String whole = query.isEmpty() ? target : target + "?" + String.join("&", query);
    FuzzRequest bare =
        new FuzzRequest(
            operation,
            operation.method(),
            whole,
            headers,
            EMPTY,
            Framing.NONE,
            Expected.DECLARED,
            "",
            "valid");
    return operation.bodies().isEmpty() ? bare : withBody(bare, random);
  }

  private String value(
      ApiParameter parameter, boolean only, boolean asked, SplittableRandom random) {
    if (parameter.example() != null && (only || (asked && random.nextInt(4) > 0))) {
      return parameter.example();
    }
    JsonNode schema = parameter.schema();
    return switch (schema.path("type").asString("")) {
      case "integer" -> String.valueOf(values.whole(schema, random));
      case "number" -> String.valueOf(values.number(schema, random));
      case "boolean" -> String.valueOf(random.nextBoolean());
      default -> values.text(schema, random);
    };
  }

  private FuzzRequest withBody(FuzzRequest bare, SplittableRandom random) {
    List<ApiBody> bodies = bare.operation().bodies();
    ApiBody body = bodies.get(random.nextInt(bodies.size()));
    boolean generated = body.isJson() && body.schema().size() > 0 && random.nextInt(3) == 0;
    String text =
        generated
            ? values.of(body.schema(), random).toString()
            : body.examples().get(random.nextInt(body.examples().size()));
    return bare.with("Content-Type: " + body.contentType())
        .withBody(text.getBytes(StandardCharsets.UTF_8))
        .withFraming(random.nextInt(4) == 0 ? Framing.CHUNKED : Framing.LENGTH);
  }

  private FuzzRequest brokenBody(FuzzRequest valid, SplittableRandom random) {
    List<ApiBody> bodies = valid.operation().bodies();
    for (ApiBody body : bodies) {
      if (body.isJson() && valid.headers().contains("Content-Type: " + body.contentType())) {
        BrokenBody broken =
            BrokenBody.of(JSON.readTree(valid.body()), body.schema(), schemas, random);
        if (broken != null) {
          return valid
              .withBody(broken.text().getBytes(StandardCharsets.UTF_8))
              .expecting(Expected.NAMED, broken.field(), broken.field() + " is " + broken.how());
        }
      }
    }
    return bodies.isEmpty()
        ? brokenParameter(valid, random)
        : hostile.damagedBody(valid(valid.operation(), false, random), random);
  }

  private FuzzRequest brokenParameter(FuzzRequest valid, SplittableRandom random) {
    List<ApiParameter> checked = new ArrayList<>(valid.operation().parametersIn("query"));
    checked.addAll(valid.operation().parametersIn("header"));
    checked.removeIf(each -> isPlainText(each.schema()) && !each.required());
    if (checked.isEmpty()) {
      return hostile.damaged(valid(valid.operation(), false, random), random);
    }
    ApiParameter parameter = checked.get(random.nextInt(checked.size()));
    FuzzRequest without = without(valid, parameter);
    if (parameter.required() && random.nextInt(4) == 0) {
      return without.expecting(Expected.NAMED, parameter.name(), parameter.name() + " is missing");
    }
    String wrong = wrong(parameter.schema(), random);
    FuzzRequest broken =
        parameter.in().equals("header")
            ? without.with(parameter.name() + ": " + wrong)
            : without.withTarget(
                without.target()
                    + (without.target().contains("?") ? "&" : "?")
                    + parameter.name()
                    + "="
                    + encoded(wrong));
    return broken.expecting(
        Expected.NAMED, parameter.name(), parameter.name() + " is '" + wrong + "'");
  }

  private static boolean isPlainText(JsonNode schema) {
    return schema.path("type").asString("").equals("string") && !schema.has("format");
  }

  private static FuzzRequest without(FuzzRequest request, ApiParameter parameter) {
    if (parameter.in().equals("header")) {
      return request.without(parameter.name());
    }
    String name = parameter.name();
    String target =
        request.target().replaceAll("(?<=[?&])" + name + "=[^&]*&?", "").replaceAll("[?&]$", "");
    return request.withTarget(target);
  }

  private static String wrong(JsonNode schema, SplittableRandom random) {
    String word = NEVER_NUMBERS[random.nextInt(NEVER_NUMBERS.length)];
    return switch (schema.path("type").asString("")) {
      case "integer", "number" ->
          switch (random.nextInt(4)) {
            case 0 -> plain(schema.path("minimum").asDouble(0) - 1);
            case 1 -> schema.has("maximum") ? plain(schema.get("maximum").asDouble() * 2) : word;
            default -> word;
          };
      case "boolean" -> "perhaps";
      default -> "yesterday";
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
