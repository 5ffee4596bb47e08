package dev.nightshift.core.internal.run;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelProvider;

/**
 * The model that serves a role, after routing and under its canonical name.
 *
 * @param role the role
 * @param model the canonical model
 * @param provider who runs it
 */
record ModelSeat(AgentRole role, ModelId model, ModelProvider provider) {}
