namespace Campaigns.Rules.Definitions;

/// <summary>A value that the authority enters each year, such as the county's average income (K5); <see cref="Unit"/> is what it is counted in.</summary>
public sealed record Reference(string Id, LocalizedText Title, string? Unit);
