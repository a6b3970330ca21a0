package io.tiffin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API of a running service and reads its JSON. */
public final class Api {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final int port;

  public Api(int port) {
    this.port = port;
  }

  /** An answer, with its body as JSON. */
  public record Answer(int status, String contentType, RawHttp.Answer raw) {

    public JsonNode json() {
      return JSON.readTree(raw.body());
    }

    public String header(String name) {
      return raw.headers().get(name);
    }
  }

  public Answer post(String path, String body) {
    return send("POST", path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer put(String path, String body) {
    return send("PUT", path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer get(String path) {
    return send("GET", path, "application/json", new byte[0]);
  }

  public Answer send(String method, String path, String contentType, byte[] body) {
    return exchange(RawHttp.request(method, path, contentType, body));
  }

  public Answer exchange(byte[] request) {
    try (RawHttp connection = new RawHttp(port)) {
      RawHttp.Answer answer = connection.exchange(request);
      return new Answer(answer.status(), answer.headers().getOrDefault("content-type", ""), answer);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
