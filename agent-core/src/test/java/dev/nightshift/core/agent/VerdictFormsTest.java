package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An objection is heard in whatever way it is typed, and no text holds a review up. */
class VerdictFormsTest {
  private static final int LONG = 100_000;

  /** More than is read of a text; a pattern that goes back at each sign takes minutes for it. */
  private static final int MORE_THAN_READ = 25_000;

  /** Symptom: 4,000 dashes beside an approve held the review up for 9 seconds. */
  @ParameterizedTest
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "—",
        ".",
        "!",
        "=",
        "(",
        ", ",
        "| ",
        "\n",
        " ",
        "\t",
        "…",
        "_",
        "\"",
        "“",
        "'",
        "`",
        "{",
        "\n> ",
        "```\n",
        "\n\n",
        ". ",
        "|---",
        "- - ",
        "- [ ] ",
        "\u0301",
        "a\u0301",
        "it is ok, ok. ",
        "the code, and the tests are good and ",
        "{}",
        "*",
        "<think>",
        "a ",
        "a.b",
        "not ",
        "verdict\n",
        "verdict: ",
        "i reject this if ",
        "requested changes are ",
        "a_____",
        "really ",
        "x(",
        "only ",
        "so "
      })
  void aRepeatedSignDoesNotHoldAReviewUp(String sign) {
    String text = sign.repeat(MORE_THAN_READ / sign.length());

    assertThat(PlainApproval.is(text)).isEqualTo(text.isBlank());
    Objection.inText(text, true);
    Objection.inText(text + " verdict", false);
    CriterionReason.denies(text);
    CriterionReason.denies("is " + text);
  }

  /** Symptom: a name with 80,000 accents in {@code acceptance} held the review up for 102 s. */
  @ParameterizedTest
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "'acceptance':'TEXT'",
        "'acceptance':['TEXT',{'status':'TEXT','why':'TEXT'}]",
        "'TEXT':'TEXT'",
        "'decision':'TEXT'",
        "'request':{'problem':'TEXT'}",
        "'closes':['TEXT']",
        "'reason':'TEXT'",
        "'reason':'{TEXT'",
        "'findings':[{'path':'A.java','line':1,'category':'TEXT','message':'TEXT'}]",
        "'findings':[{'path':'TEXT','line':1,'message':'m'}]",
        "'findings':'TEXT'",
        "'criteria':[{'index':0,'met':true,'why':'TEXT'},{'index':1,'met':'TEXT'}]",
        "'criteria':[{'index':0,'met':true,'why':'TEXT'},{'index':1,'met':true,'TEXT':1}]"
      })
  void accentsInNoFieldHoldAReviewUp(String field) throws Exception {
    String met = "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]";
    String approval = "{'verdict':'approve'," + met + "}";
    String beside = field.startsWith("'criteria'") ? field : met + "," + field;
    String hostile =
        ("{'verdict':'approve'," + beside + "}").replace("TEXT", "a" + "\u0301".repeat(LONG));
    FakeReviewRequest request = new FakeReviewRequest();
    request.conversation.willAnswer(
        Turns.raw("1", "submit_review", hostile.replace('\'', '"')),
        Turns.raw("2", "submit_review", approval.replace('\'', '"')));

    assertThat(ModelReviewer.using("fake:model").review(request).verdict())
        .isIn("approved", "escalated");
  }

  /** What is not read is not taken for silence. */
  @Test
  void aTextThatIsTooLongToBeReadIsAskedAbout() {
    assertThat(PlainApproval.is("The code is right. ".repeat(2_000))).isFalse();
    assertThat(VerdictText.objection("The lock is right. ".repeat(2_000) + "I request changes."))
        .isPresent();
  }

  /** Symptom: "Do not merge.", "dont merge this" and "I cannot⏎approve this." landed unasked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Do  not  merge.",
        "Do\tnot\tmerge.",
        "Do\u00a0not merge.",
        "Dont merge this",
        "I cant approve this",
        "I wont approve this.",
        "I won`t approve this.",
        "Don´t merge this.",
        "I can‘t approve this.",
        "The lock is wrong and I cannot\napprove this.",
        "After two reads: this change must not\nbe merged.",
        "DO NOT\nMERGE.",
        "The check is gone; we do\n  not approve this."
      })
  void aPlainObjectionBlocksHoweverItIsTyped(String said) {
    assertThat(VerdictText.objection(said)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"do‑not‑merge", "changes‐requested", "Do‑not‑approve this"})
  void aHyphenThatDoesNotBreakIsHeard(String said) {
    assertThat(PlainApproval.is(said)).isFalse();
  }

  /** A line of its own is no continuation of the one above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "I checked what it does not\n\napprove of the names",
        "It cannot\n- merge twice\n- lose a line",
        "What I cannot\n## Approve"
      })
  void whatIsNoWrappedLineIsNotJoined(String said) {
    assertThat(VerdictText.objection(said)).isEmpty();
  }

  /** Symptom: "None of the requested changes were made" was read as having no objection. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "None of the requested changes were made.",
        "Not all requested changes have been made.",
        "Half of the requested changes are done.",
        "Few of the requested changes are in.",
        "There are no blocking issues except one: the token is logged.",
        "No objections, but one.",
        "No blockers other than the leak.",
        "This can't go out without changes."
      })
  void whatConfinesAnApprovalIsAskedAbout(String said) {
    assertThat(PlainApproval.is(said)).isFalse();
  }
}
