package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxesTest {
  private static final Optional<String> FAULT = Optional.of("bubblewrap is not installed");

  @Test
  void requiredRefusesWithReasonAndRemedy() {
    assertThatThrownBy(() -> Sandboxes.select(SandboxMode.REQUIRED, () -> FAULT))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.UNSUPPORTED))
        .hasMessageContaining("is not installed")
        .hasMessageContaining("apt-get install bubblewrap")
        .hasMessageContaining("--sandbox preferred");
  }

  @Test
  void preferredRecordsWhyThereIsNone() {
    SandboxChoice choice = Sandboxes.select(SandboxMode.PREFERRED, () -> FAULT);

    assertThat(choice.toDisplay()).isEqualTo("none (bubblewrap is not installed)");
    assertThat(choice.sandbox()).isSameAs(Sandbox.none());
  }

  @Test
  void aWorkingOneIsChosenWithoutAReason() {
    for (SandboxMode mode : List.of(SandboxMode.PREFERRED, SandboxMode.REQUIRED)) {
      assertThat(Sandboxes.select(mode, Optional::empty).toDisplay()).isEqualTo("bubblewrap");
    }
  }

  @Test
  void offDoesNotEvenProbe() {
    SandboxChoice choice =
        Sandboxes.select(
            SandboxMode.OFF,
            () -> {
              throw new AssertionError("probed");
            });

    assertThat(choice.toDisplay()).isEqualTo("none (switched off)");
  }

  @Test
  void noneConfinesNothing() {
    SandboxPolicy policy = new SandboxPolicy(Path.of("/w"), Path.of("/h"), List.of(), false);

    assertThat(Sandbox.none().confine(List.of("a", "b"), policy)).containsExactly("a", "b");
  }

  @Test
  void networkIsSharedOnlyIfAllowed() {
    SandboxPolicy without = new SandboxPolicy(Path.of("/w"), Path.of("/h"), List.of(), false);
    SandboxPolicy with = new SandboxPolicy(Path.of("/w"), Path.of("/h"), List.of(), true);

    assertThat(Sandbox.bubblewrap().confine(List.of("x"), without))
        .contains("--unshare-all", "--cap-drop")
        .doesNotContain("--share-net");
    assertThat(Sandbox.bubblewrap().confine(List.of("x"), with)).contains("--share-net");
  }

  @Test
  void privateKeysOfTheHostAreNotShown() {
    SandboxPolicy policy = new SandboxPolicy(Path.of("/w"), Path.of("/h"), List.of(), false);

    assertThat(Sandbox.bubblewrap().confine(List.of("x"), policy))
        .contains("/etc/ssl/certs")
        .doesNotContain("/etc", "/etc/ssl", "/etc/ssl/private", "/etc/pki", "/etc/pki/tls");
  }
}
