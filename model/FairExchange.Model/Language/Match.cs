namespace FairExchange.Model.Language;

/// <summary>
/// "What was received as Z is E_VPO(A, B, M; r)". Variables of the pattern that are not known yet are bound by it,
/// where the role holds the key that opens the subject.
/// </summary>
public sealed record Match(Term.Variable Subject, Term Pattern)
{
    public override string ToString() => $"{Subject} = {Pattern}";
}
