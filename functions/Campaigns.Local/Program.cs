using Campaigns.Local.Commands;

return await CommandTree.Build().Parse(args).InvokeAsync();
