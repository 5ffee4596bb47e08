package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewSideTest {
  @Test
  void readsTheNewLinesOfEachHunk() {
    List<NewSide.Hunk> hunks =
        read(
            """
            diff --git a/a.txt b/a.txt
            index 1..2 100644
            --- a/a.txt
            +++ b/a.txt
            @@ -1,2 +1,3 @@ heading
             one
            -two
            +TWO
            +three
            @@ -9 +10 @@
            -nine
            +NINE
            """);

    assertThat(hunks)
        .extracting(NewSide.Hunk::path, NewSide.Hunk::firstLine, NewSide.Hunk::removed)
        .containsExactly(
            tuple("a.txt", 1, List.of("two\n")), tuple("a.txt", 10, List.of("nine\n")));
    assertThat(hunks.get(0).lines())
        .containsExactly(
            new NewSide.Line("one\n", false),
            new NewSide.Line("TWO\n", true),
            new NewSide.Line("three\n", true));
  }

  @Test
  void takesNoContentForTheHeaderOfAFile() {
    List<NewSide.Hunk> hunks =
        read(
            """
            diff --git a/a b/a
            --- a/a
            +++ b/a
            @@ -1,1 +1,3 @@
            --- a/other
            +++ b/other
            +@@ -1 +1 @@
            +x
            diff --git a/b b/b
            --- a/b
            +++ b/b
            @@ -0,0 +1 @@
            +y
            """);

    assertThat(hunks).extracting(NewSide.Hunk::path).containsExactly("a", "b");
    assertThat(hunks.get(0).lines()).extracting(NewSide.Line::text).contains("++ b/other\n");
  }

  @Test
  void passesOverTheNoteThatALineHasNoEnd() {
    List<NewSide.Hunk> hunks =
        read(
            """
            --- a/a
            +++ b/a
            @@ -1 +1,2 @@
            -x
            \\ No newline at end of file
            +x
            +y
            \\ No newline at end of file
            --- a/b
            +++ b/b
            @@ -0,0 +1 @@
            +z
            """);

    assertThat(hunks).extracting(hunk -> hunk.lines().size()).containsExactly(2, 1);
  }

  @Test
  void readsNamesInQuotesAndFilesThatAreNew() {
    List<NewSide.Hunk> hunks =
        read(
            """
            diff --git "a/gr\\303\\274n \\"x\\".txt" "b/gr\\303\\274n \\"x\\".txt"
            new file mode 100644
            index 0..1
            --- /dev/null
            +++ "b/gr\\303\\274n \\"x\\".txt"
            @@ -0,0 +1 @@
            +a
            diff --git a/gone b/gone
            deleted file mode 100644
            --- a/gone
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            """);

    assertThat(hunks)
        .extracting(NewSide.Hunk::path)
        .containsExactly("gr\u00fcn \"x\".txt", "/dev/null");
    assertThat(hunks.get(1).lines()).isEmpty();
  }

  @Test
  void passesOverBinaryFiles() {
    assertThat(
            read(
                """
                diff --git a/a.png b/a.png
                index 1..2
                GIT binary patch
                literal 3
                KcmZQzWMT#Y01f~L

                literal 0
                HcmV?d00001

                """))
        .isEmpty();
  }

  private static List<NewSide.Hunk> read(String patch) {
    return NewSide.of(patch.getBytes(StandardCharsets.UTF_8));
  }
}
