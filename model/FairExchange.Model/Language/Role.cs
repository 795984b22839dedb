using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>A participant's part. A role knows its own name and keys, and the names of the trusted parties.</summary>
public abstract record Role
{
    private Role(Term.Variable name) => Name = name;

    /// <summary>The role's name, which is also the variable by which it and others speak of who plays it.</summary>
    public Term.Variable Name { get; }

    /// <summary>One of the two who exchange.</summary>
    /// <param name="Knows">What is known before the first step beside the own name: the peer's name, a negotiated contract.</param>
    public sealed record Party(Term.Variable Name, ImmutableArray<Term.Variable> Knows, Script Script) : Role(Name)
    {
        private Found<Party, ImmutableArray<Term.Variable>> needs;

        /// <summary>What whoever plays it must be given: what it knows, and messages of its own; coins and keys it draws.</summary>
        public ImmutableArray<Term.Variable> Needs => needs.Of(this, party =>
        [
            .. party.Knows,
            .. party.Script.AllSteps().OfType<Step.Fresh>().SelectMany(fresh => fresh.Variables).Where(variable => variable.Sort is not (Sort.Coins or Sort.Key)),
        ]);
    }

    /// <summary>
    /// A trusted party, which always follows its handlers. Each handler starts with the receive of a request; one that receives again
    /// holds what it has read until then, so only handlers of one receive are stateless.
    /// </summary>
    public sealed record Trusted(Term.Variable Name, ImmutableArray<Script> Handlers) : Role(Name)
    {
        /// <summary>
        /// Where it refuses whoever has not paid (section 1.3): the parties that have. An adversary's identities all have, since one that is refused can do less.
        /// Null where it serves everyone.
        /// </summary>
        public ImmutableArray<Term.Variable>? Subscribers { get; init; }

        public bool IsStateless => Handlers.All(handler => handler.AllSteps().OfType<Step.Receive>().Count() == 1);
    }

    public ImmutableArray<Script> Scripts => this switch
    {
        Party party => [party.Script],
        Trusted trusted => trusted.Handlers,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
