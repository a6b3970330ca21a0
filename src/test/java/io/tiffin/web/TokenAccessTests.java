package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Callers with tokens, whose issuer need not be reachable: its public key is in a file. */
@Served
@TestPropertySource(
    properties = {
      "tiffin.security.mode=jwt",
      "tiffin.security.roles-claim=tiffin-roles",
      "spring.security.oauth2.resourceserver.jwt.audiences=tiffin"
    })
class TokenAccessTests {

  private static final KeyPair ISSUER = keys();

  private final HttpClient client = HttpClient.newHttpClient();
  @LocalServerPort private int port;
  @Autowired private Clock clock;

  @DynamicPropertySource
  static void issuer(DynamicPropertyRegistry properties) throws IOException {
    Path file = Files.createTempFile("issuer", ".pem");
    file.toFile().deleteOnExit();
    String key = Base64.getMimeEncoder().encodeToString(ISSUER.getPublic().getEncoded());
    Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
    properties.add(
        "spring.security.oauth2.resourceserver.jwt.public-key-location",
        () -> file.toUri().toString());
  }

  @AfterEach
  void disconnect() {
    client.shutdownNow();
    client.close();
  }

  @Test
  void aTokenMayWhatItsRolesMay() throws JOSEException {
    String token = token(ISSUER, Duration.ofMinutes(5), "viewer", "unheard-of");

    assertThat(status(token, "GET", "/v1/catalogue")).isEqualTo(200);
    assertThat(status(token, "POST", "/v1/events")).isEqualTo(403);
    assertThat(status(token(ISSUER, Duration.ofMinutes(5), "ADMIN"), "POST", "/v1/events"))
        .isNotIn(401, 403);
  }

  @Test
  void aTokenWithoutRolesIsKnownAndMayNothing() throws JOSEException {
    assertThat(status(token(ISSUER, Duration.ofMinutes(5)), "GET", "/v1/catalogue")).isEqualTo(403);
  }

  @Test
  void aTokenThatIsOverForgedOrNoneIsRefused() throws JOSEException {
    assertThat(status(token(ISSUER, Duration.ofMinutes(-5), "admin"), "GET", "/v1/catalogue"))
        .isEqualTo(401);
    assertThat(status(token(keys(), Duration.ofMinutes(5), "admin"), "GET", "/v1/catalogue"))
        .isEqualTo(401);
    assertThat(status("e30.e30.", "GET", "/v1/catalogue")).isEqualTo(401);
    assertThat(new Caller(client, port, null).get("/v1/catalogue").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenForSomebodyElseOrWithoutAnEndOrANameIsRefused() throws JOSEException {
    JWTClaimsSet good = claims(Duration.ofMinutes(5), "admin");

    assertThat(status(signed(good), "GET", "/v1/catalogue")).isEqualTo(200);
    for (JWTClaimsSet bad :
        List.of(
            new JWTClaimsSet.Builder(good).audience("another").build(),
            new JWTClaimsSet.Builder(good).expirationTime(null).build(),
            new JWTClaimsSet.Builder(good).subject(null).build(),
            new JWTClaimsSet.Builder(good).subject(" ").build(),
            new JWTClaimsSet.Builder(good)
                .notBeforeTime(Date.from(clock.instant().plusSeconds(600)))
                .build())) {
      assertThat(status(signed(bad), "GET", "/v1/catalogue")).as(bad.toString()).isEqualTo(401);
    }
  }

  /** The oldest tricks: no signature, the public key as a secret, a key that the token brings. */
  @Test
  void whatATokenSaysOfItsOwnSignatureIsNotBelieved() throws JOSEException {
    JWTClaimsSet claims = claims(Duration.ofMinutes(5), "admin");
    KeyPair forger = keys();
    SignedJWT secret = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    secret.sign(new MACSigner(ISSUER.getPublic().getEncoded()));
    RSAKey own = new RSAKey.Builder((RSAPublicKey) forger.getPublic()).build();
    SignedJWT brought =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own)
                .keyID("../../../../dev/null")
                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                .build(),
            claims);
    brought.sign(new RSASSASigner(forger.getPrivate()));

    assertThat(status(new PlainJWT(claims).serialize(), "GET", "/v1/catalogue")).isEqualTo(401);
    assertThat(status(secret.serialize(), "GET", "/v1/catalogue")).isEqualTo(401);
    assertThat(status(brought.serialize(), "GET", "/v1/catalogue")).isEqualTo(401);
  }

  private int status(String token, String method, String path) {
    return new Caller(client, port, token)
        .send(method, path, method.equals("GET") ? null : "{}")
        .statusCode();
  }

  private String token(KeyPair issuer, Duration life, String... roles) throws JOSEException {
    return signed(issuer, claims(life, roles));
  }

  private JWTClaimsSet claims(Duration life, String... roles) {
    return new JWTClaimsSet.Builder()
        .subject("somebody")
        .audience("tiffin")
        .expirationTime(Date.from(clock.instant().plus(life)))
        .claim("tiffin-roles", List.of(roles))
        .build();
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(ISSUER, claims);
  }

  private static String signed(KeyPair issuer, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    token.sign(new RSASSASigner(issuer.getPrivate()));
    return token.serialize();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
