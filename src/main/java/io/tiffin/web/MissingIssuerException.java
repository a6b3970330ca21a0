package io.tiffin.web;

/** Callers are to send tokens, and nothing says whose. */
final class MissingIssuerException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  MissingIssuerException() {
    super(
        "tiffin.security.mode is jwt, and none of spring.security.oauth2.resourceserver.jwt.issuer-uri,"
            + " .jwk-set-uri or .public-key-location says whose tokens are valid");
  }
}
