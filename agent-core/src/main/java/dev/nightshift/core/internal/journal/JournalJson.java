package dev.nightshift.core.internal.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.PatchFile;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of the engine as JSON and back. Records are written by their components; those of a sealed
 * interface say which one they are by {@code is}. Reading is strict: an unknown or missing member
 * is an error, so that a record of another format is never half understood.
 */
public final class JournalJson {
  private static final List<Class<?>> SEALED =
      List.of(
          Outcome.class,
          Feedback.class,
          Review.class,
          Merge.class,
          Landing.class,
          ContentBlock.class,
          ConversationNote.class);
  private static final JsonMapper MAPPER = mapper();

  private JournalJson() {}

  /** Returns a value as JSON. */
  public static JsonNode write(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is none of that type
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "a journal does not hold a "
              + type.getSimpleName()
              + " where one is due: "
              + malformed.getOriginalMessage(),
          malformed);
    }
  }

  /** Returns JSON on one line, in ASCII. */
  public static String line(JsonNode json) {
    return MAPPER.writeValueAsString(json);
  }

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "a record of a journal is no JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            // Half of a surrogate pair is no UTF-8, but models and files hold it.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .changeDefaultVisibility(
                all -> all.withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(opaque());
    SEALED.forEach(type -> builder.addMixIn(type, Alternative.class));
    return builder.build();
  }

  /** Types that are no records, by the members that make them up. */
  private static SimpleModule opaque() {
    SimpleModule module = new SimpleModule("nightshift");
    new Members<>(PatchFile.class, JournalJson::membersOf, JournalJson::patchFile).addTo(module);
    new Members<>(GateResult.class, GateMembers::of, GateMembers::result).addTo(module);
    new Members<>(CommandResult.class, JournalJson::membersOf, JournalJson::commandResult)
        .addTo(module);
    new Members<>(Task.class, TaskMembers::of, TaskMembers::task).addTo(module);
    new Members<>(UserTurn.class, TurnMembers::of, TurnMembers::userTurn).addTo(module);
    new Members<>(AssistantTurn.class, TurnMembers::of, TurnMembers::assistantTurn).addTo(module);
    module.addKeySerializer(AgentRole.class, new RoleName());
    module.addKeyDeserializer(AgentRole.class, new NamedRole());
    return module;
  }

  private static void membersOf(PatchFile file, ObjectNode json) {
    json.put("whole", file.isWhole()).put("bytes", file.bytes());
  }

  private static PatchFile patchFile(JsonNode json) {
    return json.required("whole").asBoolean()
        ? PatchFile.of(json.required("bytes").binaryValue())
        : PatchFile.tooLarge();
  }

  private static void membersOf(CommandResult result, ObjectNode json) {
    json.put("exitCode", result.exitCode())
        .put("timedOut", result.isTimedOut())
        .put("output", result.output())
        .put("fullOutput", result.fullOutput())
        .put("duration", result.duration().toString())
        .put("hint", result.hint());
  }

  private static CommandResult commandResult(JsonNode json) {
    return CommandResult.builder(
            json.required("exitCode").asInt(), json.required("output").asString())
        .timedOut(json.required("timedOut").asBoolean())
        .fullOutput(json.required("fullOutput").asString())
        .duration(Duration.parse(json.required("duration").asString()))
        .hint(json.required("hint").asString())
        .build();
  }

  /** Says which of the alternatives of a sealed interface a value is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Alternative {}

  /** Roles are the names of members where something is counted by role. */
  private static final class RoleName extends ValueSerializer<AgentRole> {
    @Override
    public void serialize(AgentRole role, JsonGenerator json, SerializationContext context) {
      json.writeName(role.name());
    }
  }

  private static final class NamedRole extends KeyDeserializer {
    @Override
    public Object deserializeKey(String name, DeserializationContext context) {
      return new AgentRole(name);
    }
  }
}
