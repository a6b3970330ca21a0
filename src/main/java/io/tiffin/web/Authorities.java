package io.tiffin.web;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Roles as Spring Security has them. */
final class Authorities {

  private static final String ROLE = "ROLE_";

  private Authorities() {}

  /** What holders of the roles may; admins may all. */
  static List<GrantedAuthority> of(Collection<AccessRole> roles) {
    Set<AccessRole> held = EnumSet.noneOf(AccessRole.class);
    held.addAll(roles.contains(AccessRole.ADMIN) ? EnumSet.allOf(AccessRole.class) : roles);
    return held.stream()
        .<GrantedAuthority>map(role -> new SimpleGrantedAuthority(ROLE + role.name()))
        .toList();
  }
}
