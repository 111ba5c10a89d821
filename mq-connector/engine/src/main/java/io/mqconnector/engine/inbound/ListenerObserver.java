// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;

/** Who hears of all listeners of a connector. Thread-safe; called by any thread, never to wait. */
public interface ListenerObserver {
    /** What somebody has done to a listener, or what has become of it. */
    enum Deed {
        /** It was started, for the first time or after {@link #STOPPED}. */
        STARTED("was started"),
        /** It was stopped, and can be started again. */
        STOPPED("was stopped"),
        /** Its Kafka consumers are built anew. */
        RESTARTED("was restarted"),
        /** It starts no delivery any more. */
        PAUSED("was paused"),
        /** It delivers again. */
        RESUMED("was resumed"),
        /** A standstill is over, or a dead letter is written that could not be: trouble that has healed itself. */
        RECOVERED("has recovered"),
        /** It has ended. */
        CLOSED("was closed");

        private final String words;

        Deed(String words) {
            this.words = words;
        }

        /** For people, after its name: {@code was started}. */
        public String words() {
            return words;
        }
    }

    /** Nobody. */
    ListenerObserver NONE = new ListenerObserver() {
        @Override
        public void trouble(MqConsumerError error) {}

        @Override
        public void done(Deed deed, String listener, String group) {}
    };

    /** This one, then another. */
    default ListenerObserver and(ListenerObserver other) {
        var first = this;
        return new ListenerObserver() {
            @Override
            public void trouble(MqConsumerError error) {
                first.trouble(error);
                other.trouble(error);
            }

            @Override
            public void done(Deed deed, String listener, String group) {
                first.done(deed, listener, group);
                other.done(deed, listener, group);
            }
        };
    }

    /** A listener is in trouble; as its application is told. */
    void trouble(MqConsumerError error);

    /** Something was done to a listener. */
    void done(Deed deed, String listener, String group);
}
