package io.tiffin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchitectureTests {

  @Test
  void theRootIsNullMarked() {
    assertThat(TiffinApplication.class.getPackage().getAnnotations()).isNotEmpty();
  }
}
