#!/usr/bin/env bash
# Makes the app registration whose tokens the API accepts: the seven app roles, the scope of the API, sign-in on the pages. Safe to repeat.
# Needs the Azure CLI, signed in as somebody who may register applications. Prints the client id, which main.bicep takes.
#   register.sh NAME                              before the first deployment
#   register.sh NAME GROUP                        after it: the sign-in page's address, and trust in the app's identity instead of a secret
set -euo pipefail
name=${1:?"usage: register.sh NAME [GROUP]"}
group=${2:-}
here=$(dirname "$(realpath "$0")")
title="Campaigns $name"

app=$(az ad app list --display-name "$title" --query "[0].appId" --output tsv)
if [ -z "$app" ]; then
  app=$(az ad app create --display-name "$title" --sign-in-audience AzureADMyOrg --query appId --output tsv)
fi
az ad app update --id "$app" --identifier-uris "api://$app" --app-roles @"$here/approles.json"

# Version 2 tokens, and one delegated scope that every sign-in asks for.
object=$(az ad app show --id "$app" --query id --output tsv)
az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$object" --headers "Content-Type=application/json" --body '{
  "api": {
    "requestedAccessTokenVersion": 2,
    "oauth2PermissionScopes": [{
      "id": "6f3c1f0e-52a1-4d0e-9a0b-8b1f7a4c0100", "value": "access_as_user", "type": "User", "isEnabled": true,
      "adminConsentDisplayName": "Use campaigns", "adminConsentDescription": "Use campaigns as the signed-in person.",
      "userConsentDisplayName": "Use campaigns", "userConsentDescription": "Use campaigns as yourself."
    }]
  }
}'
# People get roles under "Enterprise applications"; whoever has none is turned away.
az ad sp show --id "$app" >/dev/null 2>&1 || az ad sp create --id "$app" >/dev/null
az ad sp update --id "$app" --set appRoleAssignmentRequired=true

if [ -n "$group" ]; then
  host=$(az functionapp list --resource-group "$group" --query "[0].defaultHostName" --output tsv)
  identity=$(az identity list --resource-group "$group" --query "[0].principalId" --output tsv)
  issuer="https://login.microsoftonline.com/$(az account show --query tenantId --output tsv)/v2.0"
  az ad app update --id "$app" --web-redirect-uris "https://$host/.auth/login/aad/callback" --enable-id-token-issuance true
  if [ -z "$(az ad app federated-credential list --id "$app" --query "[?name=='app'].name" --output tsv)" ]; then
    az ad app federated-credential create --id "$app" --parameters "{
      \"name\": \"app\", \"issuer\": \"$issuer\", \"subject\": \"$identity\", \"audiences\": [\"api://AzureADTokenExchange\"]
    }" >/dev/null
  fi
fi
printf '%s\n' "$app"
