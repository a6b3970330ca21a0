package io.tiffin.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Damage to requests that no schema speaks of: bytes, encodings, methods, headers and paths. */
final class HostileHttp {

  private static final String[] METHODS = {
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "QUERY",
    "M-SEARCH"
  };

  private static final String[] HEADERS = {
    "X-HTTP-Method-Override: DELETE",
    "X-Method-Override: PUT",
    "X-Forwarded-For: 127.0.0.1",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Prefix: /actuator",
    "X-Original-URL: /actuator/env",
    "Forwarded: for=127.0.0.1;host=evil.example",
    "Origin: https://evil.example",
    "Access-Control-Request-Method: DELETE",
    "Cookie: JSESSIONID=1; $Version=9",
    "Range: bytes=0-10,20-",
    "If-None-Match: *",
    "If-Modified-Since: yesterday",
    "Accept-Encoding: gzip, br, *;q=0",
    "Accept-Language: xx-nonsense;q=9",
    "Accept-Charset: utf-7",
    "Accept: application/json;q=broken",
    "Accept: nonsense",
    "Accept: text/html",
    "Accept: */*;q=0",
    "Accept: application/problem+json",
    "Expect: 100-continue",
    "Upgrade: h2c",
    "Connection: Upgrade, HTTP2-Settings",
    "Connection: close",
    "TE: trailers",
    "Authorization: Basic YTpi",
    "Authorization: Bearer",
    "Authorization: Digest username=\"\\\"",
    "X-Deadline-Ms: ",
    "X-Deadline-Ms: 9223372036854775808",
    "traceparent: 00-zz-zz-zz",
    "baggage: a=" + "b".repeat(3000),
    "X-Long: " + "y".repeat(4000),
    "X-Bytes: \u00E9\uFFFF"
  };

  /** What no path has, in place of an end or a part. */
  private static final String[] PATHS = {
    "/",
    "//",
    "/.",
    "/..",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e",
    "/..;/actuator/env",
    ";a=b",
    ";",
    "%00",
    "%0d%0aX: y",
    "%2f",
    "%5c",
    "%",
    "%zz",
    "%c0%ae",
    "%ff",
    ".json",
    ".jsp",
    "%20",
    "é",
    "/" + "a/".repeat(200),
    "a".repeat(300),
    "*",
    "{x}",
    "|",
    "\\",
    "^",
    "#a",
    "?",
    "?&&=&",
    "?a[]=1&a[b]=2",
    "?class.module.classLoader=1",
    "?_method=DELETE",
    "?explain=true&explain=false",
    "?%",
    "?a=%zz",
    "?model=%00",
    "?override=true",
    "?" + "a=1&".repeat(300)
  };

  private static final String[] IDS = {
    "%00",
    "%0d%0a",
    "%0aSet-Cookie:%20a=b",
    "..",
    "%2e%2e",
    "a%2fb",
    "%E2%80%AE",
    "%F0%9F%8D%9C",
    "%ED%A0%80",
    "a".repeat(129),
    "a".repeat(257),
    "a".repeat(2000),
    "-1",
    "99999999999999999999",
    "1e3",
    "null",
    "NaN",
    "%20",
    "*",
    "$%7B7*7%7D",
    "%25s%25n",
    "eta:load",
    ":",
    "a;b=c",
    "%7Bx%7D",
    "%3Cscript%3E"
  };

  private static final String[] TYPES = {
    "text/plain",
    "application/xml",
    "nonsense",
    "*/*",
    "application/json; charset=utf-16",
    "application/json;;",
    "",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/csv",
    "application/x-ndjson",
    "application/json, text/plain"
  };

  private static final int BOMB = 4 << 20;

  private final String key;
  private final byte[] bomb = zipped(new byte[BOMB]);

  HostileHttp(String key) {
    this.key = key;
  }

  FuzzRequest damaged(FuzzRequest valid, SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> method(valid, random);
      case 1, 2 -> valid.with(one(HEADERS, random)).expecting(Expected.HARMLESS, "", "header");
      case 3 -> path(valid, random);
      case 4, 5 -> id(valid, random);
      case 6 -> caller(valid, random);
      default ->
          valid.operation().bodies().isEmpty()
              ? surplusBody(valid, random)
              : damagedBody(valid, random);
    };
  }

  /** Damage to the body as bytes, or to what is said of it. */
  FuzzRequest damagedBody(FuzzRequest valid, SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> type(valid, random);
      case 1 -> encoding(valid, random);
      case 2 -> cut(valid, random);
      case 3 -> valid.withFraming(Framing.TRUNCATED).expecting(Expected.HARMLESS, "", "cut off");
      case 4 -> duplicate(valid);
      case 5 -> whole(valid, random);
      case 6 -> large(valid, random);
      default -> flipped(valid, random);
    };
  }

  private static FuzzRequest method(FuzzRequest valid, SplittableRandom random) {
    return valid.withMethod(one(METHODS, random)).expecting(Expected.HARMLESS, "", "method");
  }

  private static FuzzRequest path(FuzzRequest valid, SplittableRandom random) {
    String path = valid.target().replaceAll("\\?.*", "");
    int at = path.lastIndexOf('/', random.nextInt(path.length()));
    String damaged =
        switch (random.nextInt(4)) {
          case 0 -> path.substring(0, at) + one(PATHS, random) + path.substring(at);
          case 1 -> path.substring(0, at) + one(PATHS, random);
          case 2 -> path.replaceFirst("/v1", random.nextBoolean() ? "/V1" : "/v1/%2e");
          default -> path + one(PATHS, random);
        };
    // The client's own line, not the service's: blanks would make it another request.
    return valid.withTarget(damaged.replace(" ", "%20")).expecting(Expected.HARMLESS, "", "path");
  }

  private static FuzzRequest id(FuzzRequest valid, SplittableRandom random) {
    List<ApiParameter> ids = valid.operation().parametersIn("path");
    if (ids.isEmpty()) {
      return valid
          .withTarget(valid.target() + one(PATHS, random).replace(" ", "%20"))
          .expecting(Expected.HARMLESS, "", "path");
    }
    String target = valid.operation().path();
    int wrong = random.nextInt(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String example = String.valueOf(ids.get(i).example());
      target =
          target.replace("{" + ids.get(i).name() + "}", i == wrong ? one(IDS, random) : example);
    }
    return valid.withTarget(target).expecting(Expected.HARMLESS, "", "id");
  }

  private FuzzRequest caller(FuzzRequest valid, SplittableRandom random) {
    FuzzRequest nobody = valid.without("X-API-Key");
    FuzzRequest other =
        switch (random.nextInt(6)) {
          case 0 -> nobody;
          case 1 -> nobody.with("X-API-Key: " + key + "x");
          case 2 -> nobody.with("X-API-Key: " + "k".repeat(3000));
          case 3 -> nobody.with("Authorization: Bearer é\u0001");
          case 4 -> nobody.with("X-API-Key:");
          default ->
              nobody.with("Authorization: bearer  " + key.toUpperCase(java.util.Locale.ROOT));
        };
    boolean isOpen = valid.target().startsWith("/actuator/health");
    return other.expecting(isOpen ? Expected.HARMLESS : Expected.REFUSED, "", "an unknown caller");
  }

  private static FuzzRequest surplusBody(FuzzRequest valid, SplittableRandom random) {
    byte[] body = new byte[random.nextInt(3000)];
    return valid
        .with("Content-Type: application/json")
        .withBody(body)
        .withFraming(random.nextBoolean() ? Framing.CHUNKED : Framing.LENGTH)
        .expecting(Expected.DECLARED, "", "a body that nobody reads");
  }

  private static FuzzRequest type(FuzzRequest valid, SplittableRandom random) {
    FuzzRequest untyped = valid.without("Content-Type");
    FuzzRequest other =
        random.nextInt(5) == 0 ? untyped : untyped.with("Content-Type: " + one(TYPES, random));
    return other.expecting(Expected.HARMLESS, "", "content type");
  }

  private FuzzRequest encoding(FuzzRequest valid, SplittableRandom random) {
    FuzzRequest zipped =
        switch (random.nextInt(4)) {
          case 0 -> valid.with("Content-Encoding: gzip").withBody(bomb);
          case 1 -> valid.with("Content-Encoding: gzip").withBody(zipped(valid.body()));
          case 2 -> valid.with("Content-Encoding: br");
          default -> valid.with("Content-Encoding: gzip, identity").withBody(zipped(valid.body()));
        };
    return zipped.expecting(Expected.REFUSED, "", "compressed");
  }

  private static FuzzRequest cut(FuzzRequest valid, SplittableRandom random) {
    byte[] part = Arrays.copyOf(valid.body(), random.nextInt(valid.body().length));
    return valid.withBody(part).expecting(Expected.DECLARED, "", "half a body");
  }

  private static FuzzRequest duplicate(FuzzRequest valid) {
    String text = new String(valid.body(), StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    if (!text.startsWith("{\"") || colon < 0) {
      return valid;
    }
    String name = text.substring(2, text.indexOf('"', 2));
    String twice = "{\"" + name + "\":1," + text.substring(1);
    return valid
        .withBody(twice.getBytes(StandardCharsets.UTF_8))
        .expecting(Expected.HARMLESS, "", "a name that occurs twice");
  }

  private static FuzzRequest whole(FuzzRequest valid, SplittableRandom random) {
    byte[] body =
        switch (random.nextInt(8)) {
          case 0 -> new byte[0];
          case 1 -> "null".getBytes(StandardCharsets.US_ASCII);
          case 2 -> "[]".getBytes(StandardCharsets.US_ASCII);
          case 3 ->
              new String(valid.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
          case 4 ->
              ("\uFEFF" + new String(valid.body(), StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
          case 5 -> "[".repeat(random.nextInt(1, 5000)).getBytes(StandardCharsets.US_ASCII);
          case 6 -> "\r\n \t".getBytes(StandardCharsets.US_ASCII);
          default ->
              (new String(valid.body(), StandardCharsets.UTF_8) + "{}")
                  .getBytes(StandardCharsets.UTF_8);
        };
    return valid.withBody(body).expecting(Expected.DECLARED, "", "another body");
  }

  /** Over every limit but that of loads, and rarely, for it takes long. */
  private static FuzzRequest large(FuzzRequest valid, SplittableRandom random) {
    if (random.nextInt(20) > 0) {
      return valid
          .withBody(
              ("\"" + "z".repeat(random.nextInt(70_000)) + "\"")
                  .getBytes(StandardCharsets.US_ASCII))
          .expecting(Expected.DECLARED, "", "a long text");
    }
    byte[] body = new byte[random.nextInt(200_000, 9 << 20)];
    Arrays.fill(body, (byte) ' ');
    return valid.withBody(body).expecting(Expected.HARMLESS, "", "too large");
  }

  private static FuzzRequest flipped(FuzzRequest valid, SplittableRandom random) {
    byte[] body = valid.body().clone();
    for (int wound = random.nextInt(1, 4); wound > 0; wound--) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return valid.withBody(body).expecting(Expected.DECLARED, "", "flipped bytes");
  }

  private static String one(String[] all, SplittableRandom random) {
    return all[random.nextInt(all.length)];
  }

  private static byte[] zipped(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
      stream.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
