package dev.nightshift.models.testing;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that calls could have cost with a vendor's prompt cache, as {@link
 * ScriptedModelServer#optimum} says. It knows the vendor's minimum, steps and lifetimes, and
 * neither the marks of the client nor the entries of {@link SimulatedCache}. Immutable.
 */
final class CacheOptimum {
  private final ModelApi api;
  private final PriceBook prices;

  CacheOptimum(ModelApi api, PriceBook prices) {
    this.api = api;
    this.prices = prices;
  }

  /** Returns the least that the charged ones of these requests could have cost. */
  Money cost(List<RecordedRequest> requests, List<Charge> charges) {
    Map<String, List<Call>> byModel = new LinkedHashMap<>();
    for (Charge charge : charges) {
      byModel
          .computeIfAbsent(charge.model(), model -> new ArrayList<>())
          .add(Call.of(requests.get(charge.request()).prompt(), charge));
    }
    Money sum = Money.zero();
    for (Map.Entry<String, List<Call>> calls : byModel.entrySet()) {
      CacheRules rules = api.cache(calls.getKey());
      sum = sum.plus(best(calls.getValue(), rules, shared(calls.getValue(), rules)));
    }
    return sum;
  }

  private Money best(List<Call> calls, CacheRules rules, long[][] shared) {
    Money best = cost(calls, rules, shared, 0);
    for (int longLived = 1;
        longLived <= calls.size() && rules.lifetimes().size() > 1;
        longLived++) {
      Money cost = cost(calls, rules, shared, longLived);
      best = cost.compareTo(best) < 0 ? cost : best;
    }
    return best;
  }

  /** What the calls cost if so many of the first ones write for the longest lifetime. */
  private Money cost(List<Call> calls, CacheRules rules, long[][] shared, int longLived) {
    Duration usual = rules.lifetimes().get(0);
    Duration longest = rules.lifetimes().get(rules.lifetimes().size() - 1);
    Money sum = Money.zero();
    Instant[] used = new Instant[calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      long read = 0;
      for (int j = 0; j < i; j++) {
        Duration lifetime = j < longLived ? longest : usual;
        if (shared[i][j] > 0 && call.at().isBefore(used[j].plus(lifetime))) {
          used[j] = call.at();
          read = Math.max(read, shared[i][j]);
        }
      }
      used[i] = call.at();
      sum = sum.plus(price(call, rules, read, i < longLived ? longest : usual));
    }
    return sum;
  }

  private Money price(Call call, CacheRules rules, long read, Duration lifetime) {
    long rest = call.input() - read;
    TokenUsage.Builder usage =
        TokenUsage.builder().output(call.charge().usage().output()).cacheRead(read);
    if (rules.chargesWrites() && call.input() >= rules.least()) {
      usage.cacheWrite(lifetime, rest);
    } else {
      usage.input(rest);
    }
    return prices
        .price(new ModelId(api.provider(), call.charge().model()), call.at())
        .orElseThrow()
        .cost(usage.build());
  }

  /** How many tokens each call could have read of each earlier one. */
  private static long[][] shared(List<Call> calls, CacheRules rules) {
    long[][] shared = new long[calls.size()][calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      boolean isBegun = calls.get(i).answers() > 0;
      for (int j = i - 1; j >= 0; j--) {
        Call earlier = calls.get(j);
        boolean goesOn = isBegun && earlier.answers() < calls.get(i).answers();
        isBegun &= !goesOn;
        long tokens =
            goesOn ? earlier.input() : calls.get(i).inCommonWith(earlier, rules.endsAnywhere());
        shared[i][j] = rules.cacheable(Math.min(tokens, calls.get(i).input()));
      }
    }
    return shared;
  }

  /** A call, with its input in the order of the prompt. */
  private record Call(Charge charge, int answers, List<byte[]> parts) {
    static Call of(AskedPrompt prompt, Charge charge) {
      return new Call(charge, prompt.answers(), prompt.counted().map(PromptPart::bytes).toList());
    }

    Instant at() {
      return charge.at();
    }

    long input() {
      return charge.usage().totalInput();
    }

    /** Returns how many tokens both begin with: whole parts, unless an entry may end in one. */
    long inCommonWith(Call earlier, boolean endsAnywhere) {
      long bytes = 0;
      int most = Math.min(parts.size(), earlier.parts.size());
      for (int i = 0; i < most; i++) {
        int differs = Arrays.mismatch(parts.get(i), earlier.parts.get(i));
        if (differs >= 0) {
          bytes += endsAnywhere ? differs : 0;
          break;
        }
        bytes += parts.get(i).length;
      }
      return PromptPart.tokens(bytes);
    }
  }
}
