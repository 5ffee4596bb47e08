package dev.nightshift.core.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.redact.ConfiguredSecrets;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.workspace.Staleness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRedactionTest {
  private static final String KEY = ConfiguredSecrets.add("nightly-4711-of-\"records\\z");
  private static final ModelId MODEL = ModelId.parse("custom:writer");
  private final RecordRedaction redaction = RecordRedaction.standard();

  @Test
  void idsOfTheEngineStay() {
    Random random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String hash = Digests.sha256(bytes);
      RunId run = RunId.create(Instant.ofEpochSecond(random.nextInt(2_000_000_000)), i * 7919L);
      JsonValue ids =
          JsonValue.object()
              .with("commit", hash.substring(0, 40))
              .with("digest", hash)
              .with("run", run.value())
              .with("branch", "nightshift/" + run + "-fork")
              .with("dispatchKey", "issue-" + i)
              .with("key", hash.substring(0, 12))
              .with("signature", java.util.Base64.getEncoder().encodeToString(bytes))
              .with("bytes", JsonValue.of(("password = \"" + KEY + "\"").getBytes(UTF_8)));

      assertThat(redaction.json(ids)).isSameAs(ids);
    }
  }

  /** A reviewer who goes on after a kill must see what lands; a key is still no one's to read. */
  @Test
  void aPatchStaysAndADiffLosesOnlyWhatIsKnown() {
    String diff = "+password = \"changeme-12345\"\n+key = \"" + KEY + "\"\n";
    PatchFile patch = PatchFile.of(diff.getBytes(UTF_8));
    Change change =
        new Change("a".repeat(40), "b".repeat(40), List.of(), ReadableDiff.of(diff, false), patch);

    Change told = redaction.told(change, Change.class);

    assertThat(told.patchFile()).isEqualTo(patch);
    assertThat(told.diff().text())
        .isEqualTo("+password = \"changeme-12345\"\n+key = \"[redacted]\"\n");
  }

  @Test
  void anAnswerThatLosesASecretLosesWhatItsProducerWouldCheck() {
    AssistantTurn clean = turn("nothing", "thought", "{\"text\":\"nothing\",\"signature\":\"x\"}");
    AssistantTurn said = turn("it is " + KEY, "thought", "{}");
    AssistantTurn thought = turn("nothing", "say " + KEY, "{}");
    AssistantTurn underneath = turn("nothing", "thought", JsonValue.of(KEY).ascii());

    assertThat(redaction.told(clean, AssistantTurn.class)).isSameAs(clean);
    assertThat(redaction.told(said, AssistantTurn.class).wireForm()).isEmpty();
    assertThat(redaction.told(said, AssistantTurn.class).blocks())
        .containsExactly(
            new ContentBlock.Text("it is [redacted]"),
            new ContentBlock.Thinking("thought", "signed"));
    assertThat(redaction.told(thought, AssistantTurn.class).blocks())
        .contains(new ContentBlock.Thinking("say [redacted]", ""));
    assertThat(redaction.told(underneath, AssistantTurn.class).wireForm()).isEmpty();
    assertThat(redaction.told(underneath, AssistantTurn.class).blocks()).isEqualTo(clean.blocks());
  }

  @Test
  void namesLoseSecretsAndStayApart() {
    Staleness staleness =
        new Staleness("c".repeat(40), 1, List.of(), Map.of(KEY, "a", "x" + KEY, "b"));

    assertThat(redaction.told(staleness, Staleness.class).renamed())
        .isEqualTo(Map.of("[redacted]", "a", "x[redacted]", "b"));
    JsonValue two = JsonValue.object().with("hunter1", "a").with("hunter2", "b");
    assertThat(new RecordRedaction(List.of(Pattern.compile("hunter\\d"))).json(two).names())
        .containsExactly("[redacted]", "[redacted]2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0-9a-f]{40}", "\\d{4}", "", "T10", "\\d\\.5"})
  void aPatternThatMatchesInEveryRecordIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecordRedaction(List.of(Pattern.compile(pattern))))
        .withMessageContaining("'" + pattern + "' matches in '")
        .withMessageContaining("let it match secrets only");
  }

  @Test
  void aRecordThatCouldNotBeReadIsNotWritten() {
    RecordRedaction odd = new RecordRedaction(List.of(Pattern.compile("HIGH")));

    assertThatIllegalStateException()
        .isThrownBy(() -> odd.readable(JournalJson.write(Risk.HIGH), Risk.class))
        .withMessageContaining("a Risk cannot be read once its secrets are taken out");
  }

  private static AssistantTurn turn(String text, String thought, String wire) {
    return AssistantTurn.of(
            MODEL,
            StopReason.END_TURN,
            List.of(new ContentBlock.Text(text), new ContentBlock.Thinking(thought, "signed")))
        .withWireForm(WireForm.of("odd", wire.getBytes(UTF_8)));
  }
}
