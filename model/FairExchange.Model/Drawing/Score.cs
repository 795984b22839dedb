using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>A protocol's roles played together: what a reader of its paper would see, one line under the other.</summary>
public abstract record Score
{
    private Score()
    {
    }

    /// <summary>What a role makes for itself: fresh values, and terms that it names.</summary>
    public sealed record Making(Term.Variable Role, ImmutableArray<Step> Steps) : Score
    {
        public string Words
        {
            get
            {
                var fresh = Steps.OfType<Step.Fresh>().SelectMany(step => step.Variables).Select(variable => variable.Symbol).ToList();
                var named = Steps.OfType<Step.Let>().Select(let => $"{let.Variable} = {let.Value}");
                return string.Join("; ", (fresh.Count == 0 ? [] : new[] { $"makes {Phrases.And(fresh)}" }).Concat(named));
            }
        }
    }

    /// <param name="Notes">What the addressee asks of it, and how else it may be taken.</param>
    public sealed record Message(string Label, Term.Variable From, Term.Variable To, Term Term, Assurance Assurance, ImmutableArray<string> Notes) : Score;

    /// <summary>A decision on something already received, on the way where it succeeds.</summary>
    public sealed record Checking(Term.Variable Role, Match Match) : Score;

    /// <summary>What happens in another case than the one that the lines before it tell.</summary>
    /// <param name="When">The case, fit to follow "if".</param>
    public sealed record Branch(string When, Term.Variable Role, ImmutableArray<Score> Lines) : Score;
}
