// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** Writes each call into the {@link Journal} and passes it on, or agrees to everything if there is nobody to pass it to. */
public final class RecordingXaResource implements XAResource {
    private final String name;
    private final @Nullable XAResource delegate;

    /**
     * A resource in front of another one, or of none.
     *
     * @param name how its calls are called in the journal
     */
    public RecordingXaResource(String name, @Nullable XAResource delegate) {
        this.name = name;
        this.delegate = delegate;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        Journal.add(name + ".start");
        if (delegate != null) {
            delegate.start(xid, flags);
        }
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        Journal.add(name + (flags == TMFAIL ? ".end-fail" : flags == TMSUSPEND ? ".end-suspend" : ".end"));
        if (delegate != null) {
            delegate.end(xid, flags);
        }
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        Journal.add(name + ".prepare");
        return delegate == null ? XA_OK : delegate.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        Journal.add(name + (onePhase ? ".commit-1pc" : ".commit-2pc"));
        if (delegate != null) {
            delegate.commit(xid, onePhase);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        Journal.add(name + ".rollback");
        if (delegate != null) {
            delegate.rollback(xid);
        }
    }

    @Override
    public void forget(Xid xid) throws XAException {
        Journal.add(name + ".forget");
        if (delegate != null) {
            delegate.forget(xid);
        }
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return delegate == null ? new Xid[0] : delegate.recover(flag);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (delegate != null && other instanceof RecordingXaResource recording && recording.delegate != null) {
            return delegate.isSameRM(recording.delegate);
        }
        return other == this;
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return delegate == null ? 0 : delegate.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return delegate != null && delegate.setTransactionTimeout(seconds);
    }
}
