using System.Collections.Concurrent;

namespace FairExchange.Cryptography;

/// <summary>
/// Lends one instance to one thread at a time. .NET promises nothing for two threads in one <c>ECDsa</c> or
/// <c>ECDiffieHellman</c>, and importing a P-256 key costs as much as using it: so a key keeps as many imported
/// instances as it had threads at once, mostly one. <see cref="Close"/> frees them; a public key, which has no secret to
/// destroy, leaves that to their finalizers.
/// </summary>
internal sealed class InstancePool<T>(Func<T> create)
    where T : class, IDisposable
{
    private readonly ConcurrentStack<T> idle = new();
    private volatile bool closed;

    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    internal T Take()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        return idle.TryPop(out T? instance) ? instance : create();
    }

    internal void Return(T instance)
    {
        idle.Push(instance);
        if (closed)
        {
            Close();
        }
    }

    internal void Close()
    {
        closed = true;
        while (idle.TryPop(out T? instance))
        {
            instance.Dispose();
        }
    }
}
