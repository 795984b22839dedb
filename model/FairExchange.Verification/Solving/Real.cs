namespace FairExchange.Verification.Solving;

/// <summary>A variable over the reals, equal to itself only; a <see cref="Vocabulary"/> makes it.</summary>
public sealed class Real
{
    internal Real(string name) => Name = name;

    public string Name { get; }

    public static Linear operator *(Rational factor, Real variable) => factor * Linear.Of(variable);

    public static Linear operator +(Real variable, Linear rest) => Linear.Of(variable) + rest;

    public static Linear operator -(Real variable, Linear rest) => Linear.Of(variable) - rest;

    public override string ToString() => Name;
}
