package dev.nightshift.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static String json(Map<String, Object> attributes) {
    return new RunEvent(RunId.of("run-1"), NOON, "gate.finished", attributes).toJson();
  }

  @Test
  void writesFieldsFirstAndAttributesInTheirOrder() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("zeta", "z");
    attributes.put("costNanos", 9_007_199_254_740_993L);
    attributes.put("alpha", true);

    assertThat(json(attributes))
        .isEqualTo(
            "{\"run\":\"run-1\",\"at\":\"2026-01-01T12:00:00Z\",\"event\":\"gate.finished\","
                + "\"zeta\":\"z\",\"costNanos\":9007199254740993,\"alpha\":true}");
  }

  @Test
  void staysOnOneLineForAnyText() {
    String hostile = "a\r\nb\u2028c\u2029d\u0085e\u0000\"\\</script>\ud83d\ude00";

    String line = json(Map.of("text", hostile));

    assertThat(line).doesNotContain("\n", "\r", "\u2028", "\u2029", "\u0085", "\u0000");
    assertThat(JsonMapper.shared().readTree(line).get("text").asString()).isEqualTo(hostile);
  }

  @Test
  void replacesHalvesOfCharacters() {
    String line = json(Map.of("text", "a\ud83d"));

    assertThat(JsonMapper.shared().readTree(line).get("text").asString()).isEqualTo("a?");
  }

  @Test
  void keepsAttributesThatAreNamedLikeItsOwnFields() {
    JsonNode node = JsonMapper.shared().readTree(json(Map.of("run", "other")));

    assertThat(node.get("run").asString()).isEqualTo("run-1");
    assertThat(node.get("attribute_run").asString()).isEqualTo("other");
  }
}
