// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

/** The names on the wire. The topics are created by whoever runs the broker: the connector creates none. */
public final class ChatTopics {
    /** What users post: from the gateways to logic. */
    public static final String UPSTREAM = "gochat.messages.upstream";

    /** What users shall see: from logic to one gateway, whose instance id follows. */
    public static final String DOWNSTREAM_PREFIX = "gochat.messages.downstream.";

    /** What users do besides posting: typing, joining. */
    public static final String USER_EVENTS = "gochat.user-events";

    /** The group of {@link LogicService}. */
    public static final String LOGIC_GROUP = "logic.upstream.group";
    /** What the group of each {@link GatewayService} begins with; its instance id follows. */
    public static final String GATEWAY_GROUP_PREFIX = "gateway.downstream.group.";
    /** The group of {@link AnalyticsService}. */
    public static final String ANALYTICS_GROUP = "analytics.events.group";
    /** The group of {@link NotificationService}. */
    public static final String NOTIFICATION_GROUP = "notification.events.group";

    /** The header that names the conversation's trace, from the first post to the last delivery. */
    public static final String TRACE_ID = "X-Trace-ID";

    private ChatTopics() {}

    /** Where records of a topic go that a group cannot handle: the connector's default name. */
    public static String deadLetters(String topic, String group) {
        return topic + "." + group + ".dlt";
    }
}
