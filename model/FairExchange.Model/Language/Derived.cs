namespace FairExchange.Model.Language;

/// <summary>
/// What follows from a record and is found once, since whoever runs a definition asks for it at each step. It is no part of the record's
/// value, and a changed copy finds its own.
/// </summary>
internal struct Derived<TOwner, T> : IEquatable<Derived<TOwner, T>>
    where TOwner : class
{
    private Finding? finding;

    /// <param name="owner">The record, whose field this is.</param>
    /// <param name="find">Pure: threads may both find it, and either's is as good.</param>
    public T Of(TOwner owner, Func<TOwner, T> find)
    {
        if (finding is not { } known || !ReferenceEquals(known.Owner, owner))
        {
            finding = known = new Finding(owner, find(owner));
        }

        return known.Value;
    }

    public readonly bool Equals(Derived<TOwner, T> other) => true;

    public override readonly bool Equals(object? obj) => obj is Derived<TOwner, T>;

    public override readonly int GetHashCode() => 0;

    /// <summary>One reference, so that a thread sees all of it or nothing.</summary>
    private sealed record Finding(TOwner Owner, T Value);
}
