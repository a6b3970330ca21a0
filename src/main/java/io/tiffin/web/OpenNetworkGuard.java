package io.tiffin.web;

import io.tiffin.web.AccessProperties.Mode;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Stops the start if either port could be reached from other machines and callers need no key and
 * no token: then any address but this machine's own is refused, and there is no setting to go on
 * regardless.
 */
@Component
@Lazy(false) // whoever has beans made late must not pass unchecked
final class OpenNetworkGuard {

  private static final int OFF = -1;

  /**
   * @throws OpenNetworkException if a port is open
   */
  OpenNetworkGuard(Environment environment) {
    Binder binder = Binder.get(environment);
    if (binder.bind("tiffin.security.mode", Mode.class).orElse(Mode.OPEN) != Mode.OPEN) {
      return;
    }
    int port = binder.bind("server.port", Integer.class).orElse(8080);
    if (port != OFF) {
      requireLoopback("server.address", address(binder, "server.address"));
    }
    Integer management = binder.bind("management.server.port", Integer.class).orElse(null);
    if (management != null && management != OFF && (management == 0 || management != port)) {
      requireLoopback("management.server.address", address(binder, "management.server.address"));
    }
  }

  private static @Nullable InetAddress address(Binder binder, String property) {
    return binder.bind(property, InetAddress.class).orElse(null);
  }

  private static void requireLoopback(String property, @Nullable InetAddress address) {
    if (address == null || !address.isLoopbackAddress()) {
      String told = address == null ? "not set" : address.getHostAddress();
      throw new OpenNetworkException(property, told);
    }
  }
}
