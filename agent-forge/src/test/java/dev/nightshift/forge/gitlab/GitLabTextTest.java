package dev.nightshift.forge.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GitLabTextTest {
  @Test
  void aPathAtTheStartOfALineStaysAsItIs() {
    assertThat(GitLabText.withoutCommands("/usr/bin/java\n1/2\n/etc/passwd is read"))
        .isEqualTo("/usr/bin/java\n1/2\n/etc/passwd is read");
  }

  @Test
  void aCommandIsSeenAsItWasWritten() {
    assertThat(GitLabText.withoutCommands("/close\n  /label ~bug"))
        .isEqualTo("\\/close\n  \\/label ~bug");
  }

  @Test
  void aTitleThatBeginsAsADraftIsReadTheSame() {
    assertThat(GitLabText.title("Draft: x", false)).isEqualTo("Draft\uff1a x");
    assertThat(GitLabText.title("Drafting: x", false)).isEqualTo("Drafting: x");
    assertThat(GitLabText.title("x", true)).isEqualTo("Draft: x");
  }
}
