package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of this room's rows, and its file: JSON with the number of its format. */
final class RowJson {

  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private RowJson() {}

  private record RolesBody(int format, Roles roles) {}

  private record VerdictBody(int format, GateReport report) {}

  private record LeaseBody(int format, GateLease.Holding lease) {}

  private record FileBody(int format, Map<String, Roles> models) {}

  static byte[] roles(Roles roles) {
    return bytes(new RolesBody(FORMAT, roles));
  }

  /** Empty if another version of this service wrote them. */
  static Optional<Roles> roles(byte[] body) {
    return read(body, RolesBody.class)
        .filter(read -> read.format() == FORMAT && read.roles() != null)
        .map(RolesBody::roles);
  }

  static byte[] verdict(GateReport report) {
    return bytes(new VerdictBody(FORMAT, report));
  }

  static Optional<GateReport> verdict(byte[] body) {
    return read(body, VerdictBody.class)
        .filter(read -> read.format() == FORMAT && read.report() != null)
        .map(VerdictBody::report);
  }

  static byte[] lease(GateLease.Holding lease) {
    return bytes(new LeaseBody(FORMAT, lease));
  }

  static Optional<GateLease.Holding> lease(byte[] body) {
    return read(body, LeaseBody.class)
        .filter(read -> read.format() == FORMAT && read.lease() != null)
        .map(LeaseBody::lease);
  }

  static byte[] file(Map<String, Roles> models) {
    return bytes(new FileBody(FORMAT, models));
  }

  static Optional<Map<String, Roles>> file(byte[] body) {
    return read(body, FileBody.class)
        .filter(read -> read.format() == FORMAT && read.models() != null)
        .map(FileBody::models);
  }

  private static byte[] bytes(Object body) {
    return MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
  }

  private static <T> Optional<T> read(byte[] body, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(body, type));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
