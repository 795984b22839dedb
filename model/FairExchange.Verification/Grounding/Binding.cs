using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>What a role's variables stand for, in a grounded world.</summary>
public sealed record Binding(ImmutableSortedDictionary<string, Term> Values)
{
    public static Binding Empty { get; } = new(ImmutableSortedDictionary.Create<string, Term>(StringComparer.Ordinal));

    public Term? this[Term.Variable variable] => Values.GetValueOrDefault(variable.Symbol);

    public Binding With(Term.Variable variable, Term value) => new(Values.SetItem(variable.Symbol, value));

    /// <summary>The term with every variable replaced; all must be bound.</summary>
    public Term Ground(Term term) => term.Substitute(variable =>
        this[variable] ?? throw new InvalidOperationException($"{variable} is not bound."));

    /// <summary>
    /// Reads a ground term as a pattern, binding what is free. Cryptography is transparent here: whether a role can really open or compare
    /// was decided when the definition was built. Unordered parties and hashes are compared once all in them is bound.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something in a hash or in unordered parties is bound by nothing.</exception>
    public Binding? Match(Term pattern, Term ground)
    {
        var pending = ImmutableList.Create((Pattern: pattern, Ground: ground));
        var binding = this;
        while (!pending.IsEmpty)
        {
            var next = pending.FindIndex(part => part.Pattern is not (Term.Parties or Term.Hash) || binding.Binds(part.Pattern));
            if (next < 0)
            {
                throw new InvalidOperationException($"Nothing binds all of {pending[0].Pattern}.");
            }

            var (part, found) = pending[next];
            pending = pending.RemoveAt(next);
            switch (part, found)
            {
                case (Term.Variable variable, _) when binding[variable] is null:
                    if (Domains.SortOf(found) != variable.Sort)
                    {
                        return null;
                    }

                    binding = binding.With(variable, found);
                    break;
                case (Term.Tuple ours, Term.Tuple theirs) when ours.Items.Length == theirs.Items.Length:
                case (Term.Signature, Term.Signature):
                case (Term.Encryption, Term.Encryption):
                case (Term.SymmetricEncryption, Term.SymmetricEncryption):
                    pending = pending.InsertRange(0, part.Parts().Zip(found.Parts()));
                    break;
                case (Term.Variable or Term.Constant or Term.Parties or Term.Hash, _) when binding.Ground(part).Equals(found):
                    break;
                default:
                    return null;
            }
        }

        return binding;
    }

    /// <summary>Whether every variable of the term is bound.</summary>
    public bool Binds(Term term) => term.Variables().All(variable => this[variable] is not null);

    public override string ToString() => string.Join(", ", Values.Select(pair => $"{pair.Key} = {pair.Value}"));
}
