package dev.nightshift.forge.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a comment is, by the lines that it hangs on. */
class DiffHunkTest {
  @Test
  void theLineOfACommentIsCountedInTheNewFile() {
    DiffHunk hunk = new DiffHunk("@@ -4,3 +5,4 @@ class A {\n a\n-b\n+c\n+d");

    assertThat(hunk.lastLine()).isEqualTo(7);
    assertThat(hunk.end()).containsExactly("-b", "+c", "+d");
  }

  @Test
  void aRemovedLineIsNowhereInTheNewFile() {
    assertThat(new DiffHunk("@@ -4,2 +5 @@\n a\n-b").lastLine()).isZero();
  }

  @Test
  void whatIsNoHunkHasNoLine() {
    assertThat(new DiffHunk("").lastLine()).isZero();
    assertThat(new DiffHunk("").end()).isEmpty();
    assertThat(new DiffHunk("@@ -16,33 +16,40 @@ public class Connection").lastLine()).isZero();
  }
}
