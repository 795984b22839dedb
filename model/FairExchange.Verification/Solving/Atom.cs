using System.Diagnostics;

namespace FairExchange.Verification.Solving;

/// <summary>A Boolean constant, equal to itself only; a <see cref="Vocabulary"/> makes it.</summary>
public sealed class Atom : Formula
{
    internal Atom(string name) : base(0) => Name = name;

    public string Name { get; }

    internal override int Arity => 0;

    internal override Formula Child(int index) => throw new UnreachableException();

    public override string ToString() => Name;
}
