package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.internal.metering.Mind;
import dev.nightshift.core.internal.metering.ModelAccess.Minds;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which models two roles may have, before anything is spent. */
class RoleModelsTest {
  private static final ModelImplementer WRITER = ModelImplementer.using("a:one");

  @Test
  void refusesARoleThatFallsBackOnTheModelOfTheOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(WRITER.orElse("a:two"), ModelReviewer.using("a:two")))
        .withMessageContaining("the implementer falls back on 'a:two', the model of the reviewer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(WRITER, ModelReviewer.using("a:two").orElse("a:one")))
        .withMessageContaining("the reviewer falls back on 'a:one'");
    assertThatCode(
            () ->
                check(
                    WRITER.orElse("a:two"),
                    ModelReviewer.builder(ModelId.parse("a:two")).allowSameModel().build()))
        .doesNotThrowAnyException();
  }

  @Test
  void takesAReviewerWithARungThatIsNotTheImplementers() {
    RoleModels.Check ladders =
        (asked, role) -> role.equals(AgentRole.REVIEWER) ? rungs("a:one", "a:two") : rungs("a:one");

    assertThatCode(() -> new RoleModels(WRITER, ModelReviewer.using("a:x")).check(ladders))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAReviewerWhoseOnlyRungIsTheImplementers() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RoleModels(WRITER, ModelReviewer.using("a:x"))
                    .check((asked, role) -> rungs("a:one")))
        .withMessageContaining("the same model 'a:one'");
  }

  @Test
  void refusesAFallbackThatIsAskedAlready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WRITER.orElse("a:two").orElse("a:two"))
        .withMessageContaining("asks for model 'a:two' already");
    assertThatIllegalArgumentException().isThrownBy(() -> WRITER.orElse("a:one"));
  }

  private static void check(ModelImplementer implementer, ModelReviewer reviewer) {
    new RoleModels(implementer, reviewer).check(RoleModels.AS_ASKED);
  }

  private static Minds rungs(String... models) {
    return new Minds(
        Stream.of(models).map(ModelId::parse).map(id -> Mind.of(id, id)).toList(), List.of());
  }
}
