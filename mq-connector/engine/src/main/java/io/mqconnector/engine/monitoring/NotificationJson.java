// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;

/** A notification as one JSON object of a fixed form. Stateless. */
final class NotificationJson {
    private NotificationJson() {}

    /** The object, without white space. */
    static String of(MqNotification notification) {
        var out = new StringBuilder(256).append('{');
        member(out, "type", notification.type().word()).append(',');
        member(out, "instance", notification.instanceId()).append(',');
        member(out, "subject", notification.subject()).append(',');
        member(out, "text", notification.text()).append(',');
        member(out, "time", notification.time().toString()).append(",\"facts\":{");
        boolean isFirst = true;
        for (var fact : notification.facts().entrySet()) {
            if (!isFirst) {
                out.append(',');
            }
            isFirst = false;
            member(out, fact.getKey(), fact.getValue());
        }
        return out.append("}}").toString();
    }

    private static StringBuilder member(StringBuilder out, String name, String value) {
        text(out, name).append(':');
        return text(out, value);
    }

    private static StringBuilder text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                // half a pair is no character of UTF-8, and would come out as a question mark
                String hex = Integer.toHexString(c);
                out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }
}
