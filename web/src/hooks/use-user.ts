"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";

/** The id of whoever is signed in; "" for nobody. */
export const useUser = () => useQuery(queries.me).data?.id ?? "";
