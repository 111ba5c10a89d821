// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a connector's settings come from, as they were at one reading. Immutable.
 *
 * @param overrides what was set while it runs
 * @param explicit what was set in code or by the container
 * @param config the configuration, first asked first
 */
record Sources(SettingSource overrides, SettingSource explicit, List<SettingSource> config) {
    Sources {
        config = List.copyOf(config);
    }

    /** The same with other overrides. */
    Sources with(SettingSource others) {
        return new Sources(others, explicit, config);
    }

    /** All, the stronger first. */
    List<SettingSource> all() {
        var all = new ArrayList<SettingSource>();
        all.add(overrides);
        all.add(explicit);
        all.addAll(config);
        return List.copyOf(all);
    }

    /** What an expression's property is in the first of some sources that has it. */
    static Expressions.Expansion property(List<SettingSource> sources, String name) {
        for (var source : sources) {
            var setting = source.find(name);
            if (setting != null) {
                return new Expressions.Expansion(setting, source.isExpanded());
            }
        }
        return Expressions.Expansion.NONE;
    }

    /** What <code>${mq.instance-id}</code> is. */
    static Expressions.Expansion instanceId(String text) {
        return new Expressions.Expansion(
                new Setting(ConfigKeys.INSTANCE_ID.name(), text, Layer.DEFAULT, "instance id", false), true);
    }
}
