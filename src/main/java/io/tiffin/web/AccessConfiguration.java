package io.tiffin.web;

import io.tiffin.health.WarmUpKey;
import io.tiffin.web.AccessRules.Rule;
import jakarta.servlet.DispatcherType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who gets in, on both ports. There are no sessions, no cookies and no log-in pages. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  /** The page that shows the API has scripts and styles, all its own. */
  private static final String OWN_PAGE =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

  @Bean
  SecurityFilterChain access(
      HttpSecurity http,
      AccessProperties properties,
      ProblemAnswers problems,
      WarmUpKey warmUp,
      ObjectProvider<JwtDecoder> decoder) {
    AccessRules rules = new AccessRules(properties.openMetrics());
    AccessAnswers answers = new AccessAnswers(problems);
    stateless(http);
    http.headers(AccessConfiguration::headers)
        .exceptionHandling(
            refusals -> refusals.authenticationEntryPoint(answers).accessDeniedHandler(answers));
    switch (properties.mode()) {
      case OPEN -> {
        // Nobody is to be known, and only this machine asks: all but audited requests pass by.
        http.securityMatcher(rules.forAdmins());
        http.addFilterBefore(new OwnPageFilter(answers), AnonymousAuthenticationFilter.class);
        http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
      }
      case API_KEYS -> {
        http.addFilterBefore(new ParsedPath(), AnonymousAuthenticationFilter.class);
        http.addFilterBefore(
            new ApiKeyFilter(properties.apiKeys()), AnonymousAuthenticationFilter.class);
        restrict(http, properties, rules, answers, warmUp);
      }
      case JWT -> {
        JwtDecoder tokens =
            Optional.ofNullable(decoder.getIfAvailable()).orElseThrow(MissingIssuerException::new);
        http.addFilterBefore(new ParsedPath(), AnonymousAuthenticationFilter.class);
        http.oauth2ResourceServer(server ->
            server
                .authenticationEntryPoint(answers)
                .accessDeniedHandler(answers)
                .jwt(jwt ->
                    jwt.decoder(tokens)
                        .jwtAuthenticationConverter(roles(properties.rolesClaim()))));
        restrict(http, properties, rules, answers, warmUp);
      }
    }
    // Before all that may refuse, so that refusals are written down too.
    http.addFilterAfter(new AuditLog(rules.forAdmins()), HeaderWriterFilter.class);
    return http.build();
  }

  /** A token that never ends, or is nobody's, is none: limits and the audit log go by names. */
  @Bean
  OAuth2TokenValidator<Jwt> wholeTokens() {
    return token ->
        token.getExpiresAt() == null || token.getSubject() == null || token.getSubject().isBlank()
            ? OAuth2TokenValidatorResult.failure(
                new OAuth2Error("invalid_token", "exp or sub is missing", null))
            : OAuth2TokenValidatorResult.success();
  }

  /** Nobody logs in with a name and a password, so Spring Boot need not make up any. */
  @Bean
  AuthenticationManager noPasswords() {
    return ignored -> {
      throw new ProviderNotFoundException("there are no passwords");
    };
  }

  /**
   * Ids in paths may have any character that callers chose; what no id can have is refused by the
   * controllers, which name the field. Routes are told apart by parsed paths, here as there.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowSemicolon(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowUrlEncodedLineFeed(true);
    firewall.setAllowUrlEncodedCarriageReturn(true);
    firewall.setAllowUrlEncodedLineSeparator(true);
    firewall.setAllowUrlEncodedParagraphSeparator(true);
    return firewall;
  }

  private static void stateless(HttpSecurity http) {
    http.csrf(AbstractHttpConfigurer::disable) // nothing that a browser would send by itself
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    RequestMatcher page = PathPatternRequestMatcher.withDefaults().matcher("/swagger-ui/**");
    headers
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                page, new ContentSecurityPolicyHeaderWriter(OWN_PAGE)))
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                new NegatedRequestMatcher(page),
                new ContentSecurityPolicyHeaderWriter(GuardedAnswers.NO_CONTENT_RUNS)));
  }

  private static void restrict(
      HttpSecurity http,
      AccessProperties properties,
      AccessRules rules,
      AccessAnswers answers,
      WarmUpKey warmUp) {
    CallerLimits limits =
        new CallerLimits(
            properties.requestsPerSecond(), ApiKeyFilter.limits(properties.apiKeys()), answers);
    http.addFilterBefore(limits, AnonymousAuthenticationFilter.class)
        .addFilterBefore(new WarmUpCaller(warmUp), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> authorize(requests, rules.all()));
  }

  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests,
      List<Rule> rules) {
    // What was refused below the rules is told as what it is, also to those who are known.
    requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
    for (Rule rule : rules) {
      AccessRole role = rule.role();
      if (role == null) {
        requests.requestMatchers(rule.matcher()).permitAll();
      } else {
        requests.requestMatchers(rule.matcher()).hasRole(role.name());
      }
    }
    requests.anyRequest().authenticated();
  }

  private static JwtAuthenticationConverter roles(String claim) {
    Function<Jwt, Collection<GrantedAuthority>> authorities =
        token -> {
          List<String> told =
              Optional.ofNullable(token.getClaimAsStringList(claim)).orElse(List.of());
          return Authorities.of(
              told.stream().map(AccessRole::of).flatMap(Optional::stream).toList());
        };
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(authorities::apply);
    return converter;
  }
}
