package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportMarkdownTest {
  private static Node parse(String markdown) {
    return Parser.builder().build().parse(markdown);
  }

  private static List<String> headings(Node document) {
    List<String> headings = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            StringBuilder line = new StringBuilder();
            heading.accept(
                new AbstractVisitor() {
                  @Override
                  public void visit(Text text) {
                    line.append(text.getLiteral());
                  }
                });
            headings.add(heading.getLevel() + " " + line);
          }
        });
    return headings;
  }

  /** Returns the shape of a document: every node type in order, without texts. */
  private static void shape(Node node, StringBuilder into) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      if (!(child instanceof Text)) {
        into.append(child.getClass().getSimpleName()).append('(');
        shape(child, into);
        into.append(')');
      }
    }
  }

  private static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    shape(parse(SampleReports.merged(text).build().toMarkdown()), shape);
    return shape.toString();
  }

  @Test
  void readsLikeThisForAMergedRun() {
    ReportDraft builder = SampleReports.merged("plain words");
    builder.sandbox = "bubblewrap";

    assertThat(builder.build().toMarkdown())
        .startsWith(
            """
            # Merged: plain words

            `main` was moved to `333333333333`.

            Why: plain words

            Run `run-1`, bug-fix, low risk, started 2026-01-01T12:00:00Z, took 3 min 12 s, revisions: 1.
            """)
        .contains(
            """
            ## See it, or take it back

            ```sh
            git show -m --first-parent 3333333333333333333333333333333333333333
            git revert -m 1 3333333333333333333333333333333333333333
            ```
            """,
            """
            ## What the implementer says

            > model text, not evidence
            >
            > ```text
            > plain words
            > ```
            """,
            """
            ## What changed: files 3, lines +11 −3

            - `c.png` not shown, before: absent; after: 3 bytes, SHA-256 abababababababababababababababababababababababababababababababab; new
            - `src/A.java` +10 −3
            - `bplain words` +1 −0; new
            """,
            """
            ## Acceptance criteria: 1 of 3 met

            - **met, proven**: proven plain words – by `plain words`
            - **not met, the reviewer says**: said plain words – model text: `plain words`
            - **not checked**: left plain words
            """,
            """
            ## Gates: 2 of 3 passed

            - **passed**: `scope`, 0.0 s
            - **passed**: `tests`, tests executed 63, failed 0, skipped 1, 12.3 s, `mvn -q test`
            - **failed**: `style plain words`, 0.0 s, `plain words`

            > why `style plain words` failed
            """,
            """
            **Flaky**: `tests` was red and green on tree `444444444444`, so that its green proves nothing.

            **Excused**: `style` was red and green on tree `444444444444`; the host knows as flaky: `plain words`
            """,
            """
            ## Rounds: 2

            - **Round 1** of fork `left`, `666666666666` on `111111111111`; `tests plain words` **failed**; \
            `critic plain words`: one change requested R1; `security plain words`: no verdict; \
            the implementer answered the request R1 \
            **without changing anything for it**, a dispute
            - why `tests plain words` failed: plain words
            """,
            """
            **Round 1 of fork `left`, `critic plain words`: one change requested R1**

            > model text, the requested change
            >
            > ```text
            > src/A.javaplain words:12 NULL_CHECK: plain words
            > required: plain words
            > verify: plain words
            > ```

            > model text, criteria it holds not to be met
            >
            > ```text
            > criterion 1: plain words
            > ```

            **Round 1 of fork `left`, `security plain words`: no verdict**: plain words
            """,
            """
            ## Spend: $1.0000 of $2.0000

            - implementer: $0.9000, calls 10, tokens in 6300 (cached 5000), out 300
            - reviewer: $0.1000, calls 2, tokens in 400 (cached 0), out 50
            - total: $1.0000, calls 12, tokens in 6700 (cached 5000), out 350
            - caps: $2.0000 per run, 100 calls per run
            - $0.0500 of the total is a bound, because the outcome of a call stayed unknown
            - the implementer's model in both roles would have cost $1.2000: saved 16.67 % in all, 66.67 % on review
            """)
        .endsWith("## Sandbox\n\nsandbox: bubblewrap\n");
  }

  private static ReportDraft proposed() {
    ReportDraft builder = SampleReports.ended(RunReport.Outcome.DELIVERED, EndReason.PROPOSED);
    ReportDraft proposed =
        new ReportDraft(
            builder.runId,
            builder.task,
            new RunReport.Ending(
                RunReport.Outcome.DELIVERED,
                EndReason.PROPOSED,
                "high risk is only proposed",
                RunReport.DeliveryKind.PROPOSED));
    proposed.branch = "nightshift/run-2";
    proposed.target = "it's main";
    return proposed;
  }

  @Test
  void showsHowToTakeAProposedChange() {
    ReportDraft proposed = proposed();

    assertThat(proposed.build().toMarkdown())
        .contains(
            "# Proposed: Fix it",
            "waits for a human on `nightshift/run-2`",
            "git diff 'it'\\''s main'...nightshift/run-2\n",
            "git switch 'it'\\''s main' && git merge --no-ff nightshift/run-2\n");
  }

  /** Symptom: a human was told to merge, which brought back what was taken from the target. */
  @Test
  void tellsNobodyToMergeWhatTheTargetCannotTake() {
    ReportDraft proposed = proposed();
    proposed.obstacle = "branch 'main' was rewritten";
    proposed.change = new Change(SampleReports.BASE, SampleReports.HEAD, List.of(), "diff", false);

    assertThat(proposed.build().toMarkdown())
        .contains(
            "## See it\n\n```sh\ngit diff " + SampleReports.BASE + "...nightshift/run-2\n```\n",
            "by `git cherry-pick " + SampleReports.BASE + "..nightshift/run-2`.")
        .doesNotContain("git merge", "Take it");
  }

  @Test
  void namesThePartialWorkOfAStoppedRun() {
    ReportDraft builder =
        SampleReports.ended(RunReport.Outcome.STOPPED, EndReason.BUDGET_EXHAUSTED);
    builder.branch = "nightshift/run-2";
    builder.target = "main";
    builder.commits = new RunCommits(SampleReports.BASE, SampleReports.HEAD, "", "");

    assertThat(builder.build().toMarkdown())
        .contains(
            "# Stopped (budget_exhausted): Fix it",
            "Nothing was changed on `main`. Partial work is on `nightshift/run-2`.",
            "git diff " + SampleReports.BASE + "...nightshift/run-2");
  }

  @Test
  void leavesOutWhatDidNotHappen() {
    String markdown =
        SampleReports.ended(RunReport.Outcome.FAILED, EndReason.ERROR).build().toMarkdown();

    assertThat(headings(parse(markdown)))
        .containsExactly(
            "1 Failed (error): Fix it", "2 Spend: $0.0000, without a money cap", "2 Sandbox");
    assertThat(markdown).endsWith("sandbox: none: commands ran with the rights of the user\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# heading",
        "a\n\n# heading\n\n## Gates: 9 of 9 passed",
        "a\n===\nb\n---",
        "```\n# out of the fence\n```",
        "> ```\n\n# out of the quote",
        "`````text\n`````",
        "a `` b ` c",
        "`",
        "~~~\nfence\n~~~",
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "<!-- comment",
        "<https://evil.example>",
        "[link](https://evil.example)",
        "[ref]: https://evil.example 'x'\n[ref]",
        "![image](https://evil.example/x.png)",
        "**bold** __bold__ *em* _em_",
        "a\\",
        "\\`code\\`",
        "- item\n  - nested\n1. one",
        "    indented code",
        "\tindented code",
        "---",
        "| a | b |\n|---|---|",
        "&lt;b&gt; &#35; &amp;",
        "a\rb\r\n# c",
        "a\u0000\u0007\u001b[31m b",
        "a\u2028# b\u2029c\u0085# d",
        "\u202eright to left\u202c\u200bzero",
        "half \ud83d",
        "x  \nhard break"
      })
  void foreignTextNeverBecomesStructure(String hostile) {
    assertThat(shape(hostile)).isEqualTo(shape("plain words"));
  }

  @Test
  void rendersNoForeignLinkOrTag() {
    String hostile =
        "<b>x</b> [a](javascript:alert(1)) ![b](http://c) <http://d> https://e www.f.g @user";

    String markdown = SampleReports.merged(hostile).build().toMarkdown();
    String html = HtmlRenderer.builder().build().render(parse(markdown));

    assertThat(html).doesNotContain("<a ", "<img", "<b>");
    assertThat(markdown.lines().findFirst().orElseThrow())
        .doesNotContain("https://", "www.", "@user", "<b>");
    assertThat(html).contains("&lt;b&gt;x&lt;/b&gt; [a](javascript:alert(1)) ![b](http://c)");
  }

  @Test
  void makesHiddenCharactersVisible() {
    String markdown = SampleReports.merged("a\u202eb\u200bc\u001b[0md\ufeff").build().toMarkdown();

    assertThat(markdown).doesNotContain("\u202e", "\u200b", "\u001b", "\ufeff");
    assertThat(markdown)
        .contains(
            "a\u27e6U+202E\u27e7b\u27e6U+200B\u27e7c\u27e6U+001B\u27e7[0md\u27e6U+FEFF\u27e7");
  }

  private static ChangedFile file(
      String path, ChangedFile.Kind kind, String from, String before, String after) {
    return new ChangedFile(
        path, kind, 0, 0, from, new ChangedFile.Modes(before, after), ChangedFile.Shown.PLAIN);
  }

  @Test
  void tellsDeletionsRenamesModesAndLinks() {
    ReportDraft builder = SampleReports.merged("x");
    builder.change =
        SampleReports.withFiles(
            builder.change,
            List.of(
                new ChangedFile("del.txt", ChangedFile.Kind.DELETED, 0, 1),
                file("lnk", ChangedFile.Kind.ADDED, "", "", "120000"),
                file("mod", ChangedFile.Kind.MODIFIED, "", "160000", "160000"),
                file("tool.exe", ChangedFile.Kind.RENAMED, "bin`dat", "100755", "100755"),
                file("run.sh", ChangedFile.Kind.MODIFIED, "", "100644", "100755")));

    assertThat(builder.build().toMarkdown())
        .contains(
            """
            - `mod` +0 −0; submodule
            - `del.txt` +0 −1; deleted
            - `lnk` +0 −0; new; symbolic link
            - `tool.exe` +0 −0; renamed from ``bin`dat``; executable
            - `run.sh` +0 −0; mode 100644 → 100755 (not executable → executable)
            """);
    assertThat(builder.build().toJson())
        .contains("\"previousPath\" : \"bin`dat\"", "\"modeAfter\" : \"120000\"");
  }

  @Test
  void listsEveryUnseenFileFirst() {
    ReportDraft builder = SampleReports.merged("x");
    List<ChangedFile> files = new ArrayList<>();
    for (int file = 0; file < 120; file++) {
      files.add(new ChangedFile("f%03d".formatted(file), ChangedFile.Kind.ADDED, 1, 0));
      files.add(new ChangedFile("p%03d".formatted(file), ChangedFile.Kind.ADDED, 0, 0, "", true));
    }
    builder.change = SampleReports.withFiles(builder.change, files);

    List<String> items =
        builder
            .build()
            .toMarkdown()
            .lines()
            .filter(line -> line.matches("- `[fp]\\d+`.*"))
            .toList();

    assertThat(items).hasSize(170);
    assertThat(items.subList(0, 120)).allMatch(line -> line.matches("- `p\\d+` not shown.*"));
  }

  @Test
  void marksFilesThatHoldWhatNobodySees() {
    ReportDraft builder = SampleReports.merged("x");
    ChangedFile.Kind kind = ChangedFile.Kind.ADDED;
    builder.change =
        SampleReports.withFiles(
            builder.change,
            List.of(
                new ChangedFile(
                    "key.mjs",
                    kind,
                    2,
                    1,
                    "",
                    ChangedFile.Modes.ofRegular(kind),
                    ChangedFile.Shown.WRITTEN_OUT)));

    assertThat(builder.build().toMarkdown())
        .contains("- `key.mjs` +2 −1; new; **holds invisible characters, or is not UTF-8**\n");
  }

  @Test
  void staysShortHoweverMuchThereIs() {
    ReportDraft builder = SampleReports.merged("word ".repeat(20_000).strip());
    builder.change =
        SampleReports.withFiles(
            builder.change,
            IntStream.range(0, 500)
                .mapToObj(i -> new ChangedFile("f" + i, ChangedFile.Kind.ADDED, 1, 0))
                .toList());

    String markdown = builder.build().toMarkdown();

    assertThat(markdown.length()).isLessThan(65_000);
    assertThat(markdown).contains("- and 450 more\n");
    assertThat(markdown.lines().filter(line -> line.startsWith("> ")))
        .allMatch(line -> line.length() <= 330);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing_to_do", "needs_clarification", "escalated", "review_rejected"})
  void marksAnEndInAModelsWordsAsModelText(String reason) {
    ReportDraft ended =
        new ReportDraft(
            SampleReports.merged("text").runId,
            SampleReports.merged("text").task,
            new RunReport.Ending(
                RunReport.Outcome.STOPPED,
                new EndReason(reason),
                "Which of A\n# or B?",
                RunReport.DeliveryKind.NONE));

    assertThat(ended.build().toMarkdown())
        .contains(
            """
            > model text, why the run ended
            >
            > ```text
            > Which of A
            > # or B?
            > ```
            """)
        .doesNotContain("Why: ");
  }
}
